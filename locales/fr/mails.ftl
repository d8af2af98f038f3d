# The mails. A letter has a subject, a body (an empty line parts two paragraphs) and, where it leads somewhere, the
# words of its button. Account mails name nobody: anyone can type any name beside any address.

mails-greeting = Bonjour,
mails-link = { $label } :
mails-address = Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :
mails-footer = Ce courriel est envoyé automatiquement : merci de ne pas y répondre. Nous ne vous demanderons jamais votre mot de passe.

## Accounts
mails-confirm-address-subject = Confirmez votre adresse électronique
mails-confirm-address-body =
    Un compte vient d’être créé sur Guichet avec cette adresse. Pour l’utiliser, confirmez que l’adresse est bien la vôtre.

    Ce lien fonctionne pendant deux jours, une seule fois.

    Si vous n’avez pas créé de compte, ne faites rien : sans confirmation, personne ne peut l’utiliser.
mails-confirm-address-link = Confirmer mon adresse

mails-account-exists-subject = Vous avez déjà un compte
mails-account-exists-body =
    Quelqu’un, sans doute vous, a voulu créer un compte sur Guichet avec cette adresse. Elle a déjà un compte : vous pouvez vous connecter avec votre mot de passe habituel.

    Si vous l’avez oublié, ou si vous n’aviez jamais confirmé votre adresse, choisissez un nouveau mot de passe.

    Si ce n’est pas vous, ne faites rien : votre compte n’a pas changé.
mails-account-exists-link = Choisir un nouveau mot de passe

mails-reset-password-subject = Choisissez un nouveau mot de passe
mails-reset-password-body =
    Vous avez demandé à changer le mot de passe de votre compte Guichet.

    Ce lien fonctionne pendant une heure, une seule fois.

    Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même.
mails-reset-password-link = Choisir un nouveau mot de passe

mails-password-changed-subject = Votre mot de passe a été changé
mails-password-changed-body =
    Le mot de passe de votre compte Guichet vient d’être changé.

    Si c’est vous, il n’y a rien à faire.

    Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe. Vos appareils seront alors tous déconnectés.
mails-password-changed-link = Choisir un nouveau mot de passe

## To the citizen, about a dossier
mails-depot-subject = Accusé de réception de votre dossier { $number }
mails-depot-body =
    Nous avons bien reçu votre demande « { $procedure } » le { $date }. Elle porte le numéro { $number }.

    Ce courriel est votre accusé de réception : gardez-le. Il ne dit rien de la réponse qui sera donnée.

    Vous pouvez suivre votre dossier et écrire au service à tout moment depuis le site.
mails-depot-link = Voir mon dossier

mails-recepisse-subject = Nouvel accusé de réception de votre dossier { $number }
mails-recepisse-body =
    La date à laquelle l’absence de réponse à votre demande « { $procedure } », dossier { $number }, vaut décision a changé le { $date }.

    Ce courriel est votre nouvel accusé de réception : gardez-le. Il remplace le précédent, et ne dit rien de la réponse qui sera donnée.
mails-recepisse-link = Voir l’accusé de réception

mails-correction-subject = Votre dossier { $number } : une correction est demandée
mails-correction-body =
    Le service qui examine votre demande « { $procedure } » vous demande de corriger ou de compléter votre dossier { $number }. Seuls les points indiqués ci-dessous sont à revoir.

    L’examen reprendra après votre réponse.
mails-correction-link = Corriger mon dossier

mails-rappel_correction-subject = Rappel : votre dossier { $number } attend une correction
mails-rappel_correction-body =
    Le service vous a demandé de corriger votre dossier { $number }, « { $procedure } ». Nous n’avons pas encore reçu votre réponse.

    Ouvrez votre dossier pour voir ce qui est demandé. Si vous avez une difficulté, écrivez au service depuis la messagerie du dossier.
mails-rappel_correction-link = Corriger mon dossier

mails-en_instruction-subject = Votre dossier { $number } est en cours d’examen
mails-en_instruction-body =
    L’examen de votre demande « { $procedure } » a commencé. Votre dossier { $number } ne peut plus être modifié.

    Vous n’avez rien à faire pour le moment. Si le service a besoin d’une précision, vous recevrez un courriel.
mails-en_instruction-link = Voir mon dossier

mails-accepte-subject = Votre dossier { $number } est accepté
mails-accepte-body =
    Votre demande « { $procedure } », dossier { $number }, a été acceptée le { $date }.

    Les précisions du service, s’il en a donné, et les recours possibles sont indiqués ci-dessous. Vous retrouvez la décision dans votre dossier.
mails-accepte-link = Lire la décision

mails-refuse-subject = Votre dossier { $number } est refusé
mails-refuse-body =
    Votre demande « { $procedure } », dossier { $number }, a été refusée le { $date }.

    Les raisons de ce refus, et ce que vous pouvez faire si vous n’êtes pas d’accord, sont indiquées ci-dessous. Vous retrouvez la décision dans votre dossier.
mails-refuse-link = Lire la décision

mails-sans_suite-subject = Votre dossier { $number } est classé sans suite
mails-sans_suite-body =
    Votre demande « { $procedure } », dossier { $number }, a été classée sans suite le { $date } : le service a arrêté de l’examiner, sans l’accepter ni la refuser.

    Les raisons, et ce que vous pouvez faire si vous n’êtes pas d’accord, sont indiquées ci-dessous. Vous retrouvez la décision dans votre dossier.
mails-sans_suite-link = Lire la décision

mails-reexamen-subject = Votre dossier { $number } est examiné à nouveau
mails-reexamen-body =
    Le service a repris l’examen de votre demande « { $procedure } », dossier { $number }. La décision précédente n’est plus en vigueur.

    Vous n’avez rien à faire pour le moment. Vous recevrez un courriel quand une nouvelle décision sera prise.
mails-reexamen-link = Voir mon dossier

## Filling with someone else
mails-invitation-subject = Vous êtes invité à remplir un dossier
mails-invitation-body =
    Une personne qui utilise l’adresse { $from } vous invite à remplir son dossier « { $procedure } » sur Guichet. Vous pourrez lire et écrire les réponses et joindre des fichiers.

    Ce lien fonctionne pendant trente jours, une seule fois. Il est pour vous : ne le transmettez pas.

    Si vous ne connaissez pas cette adresse, ne faites rien.
mails-invitation-link = Voir l’invitation

mails-invitation-accepted-subject = Dossier { $number } : votre invitation est acceptée
mails-invitation-accepted-body =
    Le compte { $from } peut maintenant remplir votre dossier { $number }, « { $procedure } ».

    Si vous ne reconnaissez pas cette adresse, retirez-lui l’accès depuis la page du dossier.
mails-invitation-accepted-link = Voir mon dossier

## Drafts
mails-draft-waiting-subject = Votre brouillon vous attend : { $procedure }
mails-draft-waiting-body =
    Vous avez commencé la demande « { $procedure } », et elle n’est pas encore envoyée. Tout ce que vous avez écrit est gardé.

    Vous pouvez la reprendre quand vous voulez. C’est le seul rappel avant la fin de sa conservation.
mails-draft-waiting-link = Reprendre mon brouillon

mails-draft-expires-subject = Votre brouillon sera supprimé le { $date }
mails-draft-expires-body =
    Personne n’a touché à votre brouillon « { $procedure } » depuis longtemps. Il sera supprimé le { $date }, avec ses fichiers.

    Pour le garder plus longtemps, ouvrez-le et appuyez sur « Le garder plus longtemps », ou continuez à le remplir. Si vous n’en avez plus besoin, vous n’avez rien à faire.
mails-draft-expires-link = Ouvrir mon brouillon

mails-draft-deleted-subject = Votre brouillon a été supprimé : { $procedure }
mails-draft-deleted-body =
    Votre brouillon n° { $number }, « { $procedure } », a été supprimé : personne n’y avait touché depuis longtemps. Il n’avait pas été envoyé.

    Vous pouvez commencer une nouvelle demande.
mails-draft-deleted-link = Voir la démarche

## To those who have no account
mails-opinion-subject = { $task } : réponse demandée, dossier { $number }
mails-opinion-body =
    { $from } vous demande une réponse sur un dossier de la démarche « { $procedure } » : { $task }.

    Il ne faut pas de compte : le lien ci-dessous ouvre la page où répondre, et elle seule. Il est personnel, ne le transmettez pas. Il sert une fois.

    Si cette demande ne vous concerne pas, ne faites rien, ou prévenez le service.
mails-opinion-link = Répondre

mails-opinion-reminder-subject = Rappel – { $task } : réponse attendue, dossier { $number }
mails-opinion-reminder-body =
    { $from } attend toujours votre réponse sur un dossier de la démarche « { $procedure } » : { $task }. L’échéance approche.

    Ce nouveau lien ouvre la même page que le précédent, avec ce que vous y avez enregistré. Il est personnel, ne le transmettez pas.
mails-opinion-reminder-link = Répondre

## To an instructor
mails-nouveau_dossier-subject = Nouveau dossier { $number } : { $procedure }
mails-nouveau_dossier-body =
    Un nouveau dossier attend d’être pris en charge.

    Dossier { $number }, « { $procedure } », déposé par { $applicant } le { $date }.
mails-nouveau_dossier-link = Ouvrir le dossier

mails-echeance-subject = Dossier { $number } : { $deadline }, au plus tard le { $due }
mails-echeance-body =
    Un délai arrive à son terme pour le dossier { $number }, « { $procedure } », de { $applicant } : { $deadline }.

    Il se termine le { $due }.
mails-echeance-link = Ouvrir le dossier

mails-task-subject = Dossier { $number } : { $task }
mails-task-body =
    Une tâche vous attend sur le dossier { $number }, « { $procedure } », de { $applicant } : { $task }.
mails-task-link = Ouvrir la tâche

mails-task-reminder-subject = Rappel – dossier { $number } : { $task }
mails-task-reminder-body =
    Cette tâche attend toujours sur le dossier { $number }, « { $procedure } », de { $applicant } : { $task }.

    Son échéance approche.
mails-task-reminder-link = Ouvrir la tâche

mails-task-late-subject = En retard – dossier { $number } : { $task }
mails-task-late-body =
    L’échéance de cette tâche est passée sur le dossier { $number }, « { $procedure } », de { $applicant } : { $task }.
mails-task-late-link = Voir la tâche

mails-opinion-unaddressed-subject = Dossier { $number } : personne à qui demander « { $task } »
mails-opinion-unaddressed-body =
    Le circuit demande une réponse à l’extérieur sur le dossier { $number }, « { $procedure } », de { $applicant } : { $task }. Aucune adresse n’est connue : personne n’a été prévenu.

    Indiquez une adresse sur la page de la tâche.
mails-opinion-unaddressed-link = Indiquer une adresse

mails-corrige-subject = Dossier { $number } : corrections reçues
mails-corrige-body =
    Les corrections demandées pour le dossier { $number }, « { $procedure } », ont été envoyées par { $applicant } le { $date }.

    L’examen peut reprendre.
mails-corrige-link = Ouvrir le dossier

mails-modifie-subject = Dossier { $number } : modifié par l’usager
mails-modifie-body =
    Le dossier { $number }, « { $procedure } », a été modifié par { $applicant } le { $date }. L’examen n’a pas encore commencé.
mails-modifie-link = Ouvrir le dossier

## Between colleagues
mails-delegation-given-subject = Vous avez confié votre travail à un collègue
mails-delegation-given-body =
    Ce que vous avez confié est indiqué ci-dessous. Chaque trace portera vos deux noms.

    Si ce n’est pas vous qui l’avez fait, reprenez-le et changez votre mot de passe.
mails-delegation-given-link = Voir ou reprendre ce que j’ai confié

mails-delegation-received-subject = { $from } vous confie son travail
mails-delegation-received-body =
    Pendant cette période, vous pouvez agir pour { $from }, sans perdre vos propres droits. Ce qui vous est confié est indiqué ci-dessous.

    Vous pouvez y mettre fin à tout moment.
mails-delegation-received-link = Voir ce qui m’est confié

mails-delegation-ended-subject = Fin d’une délégation de { $from }
mails-delegation-ended-body =
    La délégation indiquée ci-dessous est terminée : elle ne permet plus d’agir.
mails-delegation-ended-link = Voir mes absences et délégations

mails-team-added-subject = Vous avez été ajouté à l’équipe de « { $procedure } »
mails-team-added-body =
    { $from } vous a ajouté à un groupe qui traite les dossiers de « { $procedure } ».

    Si vous n’avez pas encore de compte, créez-le avec cette adresse : vous entrerez dans le groupe dès qu’elle sera confirmée.
mails-team-added-link = Ouvrir Guichet

mails-team-left-subject = { $name } a quitté l’équipe de « { $procedure } »
mails-team-left-body =
    Des parts de tâches ouvertes n’étaient qu’à { $name }. Confiez-les à quelqu’un d’autre, ou retirez-les.
mails-team-left-link = Répartir ce travail

mails-tasks-handed-subject = Des tâches vous sont confiées
mails-tasks-handed-body =
    { $from } vous a confié des tâches. Leur nombre : { $number }.
mails-tasks-handed-link = Voir mes tâches

## To either side
mails-desistement-subject = Dossier { $number } : demande retirée
mails-desistement-body =
    La demande « { $procedure } », dossier { $number }, déposée par { $applicant }, a été retirée le { $date }.

    Elle ne sera pas examinée. Une nouvelle demande reste possible.
mails-desistement-link = Voir le dossier

mails-message-subject = Dossier { $number } : un nouveau message vous attend
mails-message-body =
    Vous avez reçu un message au sujet du dossier { $number }, « { $procedure } ».

    Pour protéger ce qu’il contient, il se lit uniquement sur le site, après connexion.
mails-message-link = Lire le message

## Labels of the facts
mails-fact-remedies = Si vous n’êtes pas d’accord avec la décision
mails-fact-service = Service chargé de votre dossier
mails-fact-fields = À corriger
