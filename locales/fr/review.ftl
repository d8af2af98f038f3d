# The instructor's desk.

## What is to be done
review-desk-title = Instruction
review-desk-empty = Aucun dossier déposé pour l’instant.
review-desk-none = Aucune démarche ne vous est confiée
review-desk-none-text = Le responsable d’une démarche peut vous ajouter à un groupe d’instructeurs.
review-to-do = { $n ->
    [0] Rien à traiter
    [one] { $n } dossier à traiter
   *[other] { $n } dossiers à traiter
}

## A procedure's table
review-table-all = Tous
review-table-phases = Dossiers par état
review-table-caption = Dossiers de la démarche { $title }
review-table-search = Numéro ou nom de l’usager
review-table-mine = Seulement mes dossiers
review-table-number = Numéro
review-table-applicant = Usager
review-table-state = État
review-table-assignee = Suivi par
review-table-submitted = Déposé le
review-table-changed = Dernier changement
review-table-none = Aucun dossier
review-table-none-text = Les dossiers apparaîtront ici dès leur dépôt.
review-table-none-filtered = Aucun dossier ne correspond à ces critères.

## Tables to download
review-export-title = Télécharger en tableur (CSV)
review-export-dossiers = Les dossiers, un par ligne
review-export-block = { $block } : une ligne par élément, avec le numéro du dossier
review-export-program = Les dossiers, pour un programme : noms stables des colonnes, codes des choix
review-export-hint = Ces fichiers suivent les filtres de la page.
review-export-decided = Décidé le
review-export-group = Groupe
review-export-email = Adresse électronique de l’usager
review-export-siret = SIRET de l’usager

## A dossier
review-dossier-title = { $number }, { $name }
review-parts = Parties de la page
review-steps = Actions
review-steps-none = Aucune action n’est possible dans cet état.
review-whom = Pour qui agissez-vous ?
review-whom-own = En votre nom, { $name }
review-whom-for = Pour le compte de { $name }
review-step-fill = Ce qui vous est demandé
review-step-gone = Cette action n’est pas possible dans l’état actuel du dossier, ou pas pour vous.
review-step-left = Ce que vous aviez écrit n’est pas parti. Copiez-le si vous en avez encore besoin.
review-step-waits = Ce que vous y avez écrit le { $at } n’est pas parti.
review-leads-to = Le dossier passera à « { $state } ».
review-about = Le dossier
review-applicant = Usager
review-nobody = Personne
review-receipts = Accusés de réception
review-silence-acceptance = Sans réponse le { $day }, la demande d’un dossier complet est acceptée.
review-silence-rejection = Sans réponse le { $day }, la demande d’un dossier complet est rejetée.
review-silence-none = Réponse attendue au plus tard le { $day }.
review-motivation = Motivation
review-motivation-hint = L’usager la lira avec la décision.
review-correction-message = Ce qui est à corriger
review-correction-message-hint = L’usager lira ce message. Dites-lui précisément quoi faire.
review-correction-fields = Les réponses à corriger
review-correction-fields-hint = L’usager ne pourra changer que celles-là. Sans choix, il pourra tout changer.
review-corrections = Demandes de correction
review-correction-done = Corrigé le { $at }
review-correction-waiting = Demandé le { $at }
review-decided-by = Par { $name }.
review-superseded = Cette décision a été reprise le { $at }.
review-history = Historique
review-history-by = par { $name }
review-history-member = un membre
review-history-auto = automatiquement
review-done = Le dossier est à jour.

## A step that did not go through
review-error-conflict = Le dossier a changé pendant que vous le lisiez. Relisez-le, puis recommencez si c’est encore utile.
review-error-not-enabled = Cette action n’est plus possible : le dossier a changé d’état.
review-error-wrong-role = Cette action ne vous est pas ouverte.
review-error-guard = Les conditions de cette action ne sont pas remplies.
review-error-motivation-required = Écrivez la motivation : la loi demande que cette décision soit expliquée.
review-error-answers-unfit = Répondez d’abord aux questions de cette action.
review-error-message-empty = Écrivez ce qui est à corriger.
review-error-endless = Le circuit de cette démarche tourne en rond : prévenez son responsable.
review-error-overdue = Un délai était écoulé : rouvrez le dossier pour voir ce qui a changé.
review-error-exclude = Une autre partie du travail, que vous avez faite, vous empêche de faire celle-ci.
review-error-outcome = Choisissez votre conclusion.

## Taking a row of a clock back
review-void = Revenir là-dessus
review-void-text = Une demande irrégulière n’arrête pas le délai. Voyez ce qui changerait avant de décider : rien ne change tant que vous ne confirmez pas.
review-void-now = Aujourd’hui
review-void-then = Si vous l’annulez
review-void-why = Pourquoi l’annuler
review-void-why-hint = Ce motif reste dans l’historique du dossier.
review-void-confirm = Annuler cette ligne du délai

## The work of people
review-tasks = Tâches
review-tasks-title = Mes tâches
review-tasks-lists = Listes de tâches
review-tasks-own = À faire
review-tasks-free = À prendre
review-tasks-none = Aucune tâche
review-tasks-none-own = Les tâches que vous prenez, ou qui vous sont confiées, apparaîtront ici.
review-tasks-none-free = Les tâches que personne n’a encore prises dans vos groupes apparaîtront ici.
review-task = Tâche
review-task-procedure = Démarche
review-task-due-on = Échéance
review-task-due = pour le { $at }
review-task-late = En retard
review-task-mine = À faire
review-task-waiting = En attente
review-task-over = Terminée
review-task-do = Votre réponse
review-task-ways = Pour qui
review-task-way-own = Pour vous-même
review-task-way-for = Pour { $name }
review-task-for = Vous agissez pour le compte de { $name }.
review-task-others = D’autres personnes sont chargées de cette tâche.
review-task-taken-by = { $name } s’est chargé de cette tâche.
review-task-outcome = Votre conclusion
review-task-motivation = Motivation ou observations
review-task-motivation-hint = Obligatoire si la décision est défavorable : la loi demande qu’elle soit expliquée.
review-task-ballot-hint = Elle reste avec votre voix. La décision sera motivée par la personne qui la prend.
review-task-finish = Terminer la tâche
review-task-vote = Voter
review-task-keep = Enregistrer sans terminer
review-task-kept = C’est enregistré. La tâche reste ouverte.
review-task-claim = Prendre cette tâche
review-task-claimed = Cette tâche est la vôtre.
review-task-release = Remettre à prendre
review-task-released = La tâche est à prendre. Ce que vous y aviez écrit est gardé.
review-task-recuse = Me récuser
review-task-recuse-text = Si un lien avec ce dossier vous empêche d’être impartial, dites-le : vous ne pourrez plus faire cette tâche.
review-task-recuse-why = Pourquoi
review-task-recuse-do = Me récuser
review-task-recused = Vous êtes récusé de cette tâche.
review-task-dossier = Voir tout le dossier
review-vote-cast = { $cast } voix exprimées sur { $members }.
review-vote-needed = Il en faut au moins { $needed }.
review-vote-casting = Autant de voix pour que contre. Voix prépondérante : { $outcome }.
review-vote-secret = Le vote est secret.
review-part-open = { $name } : en attente
review-part-free = Personne ne l’a encore prise
review-part-done = { $name } : { $outcome }, le { $at }
review-part-done-for = { $name }, pour le compte de { $absent } : { $outcome }, le { $at }
review-part-tacit = Sans réponse : { $outcome }, le { $at }
review-part-recused = { $name } s’est récusé
review-part-cancelled = Plus à faire
review-part-secret = Une voix
review-part-answers = Réponses
review-error-assigned = Quelqu’un d’autre s’est chargé de cette tâche.
review-error-recusation-empty = Écrivez pourquoi vous vous récusez.
