# People at work: who is away, who acts for whom, who holds which role, who does what.

## Absences, and who acts for whom
people-absences = Absences et délégations
people-absences-text = Pendant une absence, aucune tâche ne vous est attribuée. Un collègue peut agir pour vous : chaque trace porte alors vos deux noms.
people-absences-link = Noter une absence, ou confier votre travail à un collègue
people-absence = Je serai absent
people-absence-from = Du
people-absence-until = Au (inclus)
people-absence-note = Noter cette absence
people-absence-noted = Votre absence est notée.
people-absence-end = Je suis là
people-absence-end-label = Mettre fin à l’absence : { $days }
people-absence-ended = Cette absence est terminée.
people-period = Du { $from } au { $until }
people-delegations = Qui agit pour moi
people-delegations-text = La personne a vos droits, sans perdre les siens, pour ce que vous lui confiez et ces jours-là seulement. Elle ne peut pas les confier à quelqu’un d’autre. Vous êtes prévenus tous les deux par courriel.
people-delegations-alone = Vous n’avez pas de collègue sur une démarche : il n’y a rien à confier.
people-delegation-giver = Pour
people-delegation-delegate = Qui agit
people-delegation-delegate-hint = Quelqu’un qui travaille sur une de vos démarches.
people-delegation-scope = Pour quel travail
people-delegation-from-hint = Au plus tôt aujourd’hui, et pour un an au plus.
people-delegation-give = Confier ce travail
people-delegation-noted = C’est noté. Vous êtes prévenus tous les deux par courriel.
people-delegation-current = En cours
people-delegation-coming = À venir
people-delegation-end = Reprendre
people-delegation-end-label = Reprendre ce qui est confié à { $who } : { $scope }
people-delegation-noted-end = La délégation est terminée. Vous êtes prévenus tous les deux par courriel.
people-received = Pour qui j’agis
people-received-text = Quand vous traitez leurs dossiers, vous choisissez pour qui vous agissez.
people-received-for = Pour { $who }
people-received-end = Y mettre fin
people-received-end-label = Ne plus agir pour { $who } : { $scope }
people-scope-all = Toutes les démarches, tous les rôles
people-scope-role = { $procedure } – { $role }
people-for = { $name }, pour { $absent }

## What is wrong with them
people-error-date = Écrivez une date qui existe.
people-error-absence-past = Le premier jour ne peut pas être avant aujourd’hui.
people-error-absence-order = Le dernier jour ne peut pas être avant le premier.
people-error-absence-long = Le dernier jour doit être dans un an au plus.
people-error-absence-many = Vous avez déjà noté beaucoup d’absences : supprimez-en d’abord.
people-error-delegate-unknown = Choisissez un collègue.
people-error-scope-unknown = Choisissez le travail que vous confiez.
people-error-delegation-many = Vous avez déjà confié beaucoup de choses : reprenez-en d’abord.
