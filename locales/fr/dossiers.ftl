# The applicant's dossiers.

## My dossiers
dossiers-list-title = Mes dossiers
dossiers-list-none = Vous n’avez pas encore de dossier
dossiers-list-none-text = Choisissez une démarche : votre brouillon sera gardé ici.
dossiers-list-new = Commencer une démarche
dossiers-list-to-do = À vous de jouer
dossiers-list-submitted = Déposé le { $at }
dossiers-list-changed = Modifié le { $at }
dossiers-number = Dossier n° { $number }

## Who files
dossiers-identity = Votre identité
dossiers-identity-account = Votre nom et votre adresse viennent de votre compte.
dossiers-identity-organisation = L’organisme pour lequel vous faites la demande
dossiers-identity-organisation-optional = Si vous faites la demande pour un organisme
dossiers-name = Nom
dossiers-email = Adresse électronique
dossiers-siret = Numéro SIRET
dossiers-siret-hint = 14 chiffres, sur l’avis de situation au répertoire Sirene. Par exemple : 362 521 879 00034
dossiers-organisation = Nom de l’organisme
dossiers-error-identity = Indiquez l’organisme pour lequel vous faites la demande.
dossiers-error-siret = Vérifiez le numéro SIRET : il a 14 chiffres.
dossiers-error-organisation = Indiquez le nom de l’organisme, en 200 caractères au plus.

## A page of the form
dossiers-page-previous = Page précédente
dossiers-page-dossier = Retour au dossier
dossiers-page-continue = Continuer
dossiers-page-save = Enregistrer et revenir plus tard

## Check and send
dossiers-check-title = Vérifiez vos réponses
dossiers-check-link = Vérifier et envoyer
dossiers-check-errors = Il reste à compléter ou à corriger
dossiers-check-send = Envoyer votre demande
dossiers-check-send-text = En déposant ce dossier, vous confirmez que ces informations sont exactes, à votre connaissance.
dossiers-check-send-correction = Le service reprendra l’examen de votre dossier avec ces réponses.

## One dossier
dossiers-answers = Les réponses
dossiers-tasks = Ce qu’il reste à faire
dossiers-task-done = Complet
dossiers-task-progress = À compléter
dossiers-task-error = À corriger
dossiers-task-todo = À commencer
dossiers-task-optional = Facultatif
dossiers-modify = Modifier ma demande
dossiers-unsent = Vous avez modifié votre demande, mais le service n’a pas encore reçu vos changements : vérifiez, puis envoyez.
dossiers-timeline = Où en est votre dossier
dossiers-other-steps = Autres actions
dossiers-discard = Supprimer ce brouillon
dossiers-discard-text = Ce que vous avez écrit et les fichiers joints seront perdus. Vous ne pourrez pas revenir en arrière.
dossiers-discard-confirm = Supprimer définitivement
dossiers-correction-title = Le service vous demande une correction
dossiers-correction-fields = À corriger :
dossiers-correction-start = Corriger

## Who else fills
dossiers-list-invited = On vous a invité à remplir
dossiers-list-mine = Vos dossiers
dossiers-list-invited-by = Dossier de { $name }
dossiers-invited-by = { $name } vous a invité à remplir ce dossier. Vous pouvez écrire les réponses et joindre des fichiers. Seule cette personne peut l’envoyer ou le supprimer.
dossiers-saved-at = Dernier enregistrement le { $at }.
dossiers-saved-by = Dernier enregistrement le { $at }, par { $name }.
dossiers-check-not-yours = Seule la personne qui a commencé ce dossier peut l’envoyer. Prévenez-la quand vos réponses sont prêtes.
dossiers-sharing = Qui peut remplir ce dossier
dossiers-sharing-you = Vous, et les personnes que vous invitez.
dossiers-sharing-accepted = A accès
dossiers-sharing-sent = Invitation envoyée
dossiers-sharing-expired = Invitation trop ancienne
dossiers-sharing-address = Invitation envoyée à { $email }.
dossiers-sharing-account = Acceptée avec le compte { $email }.
dossiers-sharing-until = Envoyée le { $sent }. Le lien fonctionne jusqu’au { $until }.
dossiers-sharing-resend = Renvoyer
dossiers-sharing-resend-to = Renvoyer l’invitation à { $email }
dossiers-sharing-revoke = Retirer l’accès
dossiers-sharing-revoke-of = Retirer l’accès de { $who }
dossiers-sharing-invite = Inviter quelqu’un à remplir ce dossier
dossiers-sharing-text = Cette personne recevra un lien par courriel. Avec un compte, elle pourra lire et écrire les réponses et joindre des fichiers, jusqu’à la décision. Elle ne pourra pas envoyer, retirer ou supprimer votre dossier, ni inviter d’autres personnes. Elle ne lira ni les messages du service, ni la décision.
dossiers-sharing-email = Adresse électronique de la personne à inviter
dossiers-sharing-send = Envoyer l’invitation
dossiers-invitation-title = Vous êtes invité à remplir un dossier
dossiers-invitation-from = { $name } ({ $email }) vous invite à remplir son dossier « { $title } ».
dossiers-invitation-may = Vous pourrez lire et écrire les réponses et joindre des fichiers. Seule cette personne pourra envoyer le dossier.
dossiers-invitation-stranger = Si vous ne connaissez pas cette personne, fermez cette page : rien ne se passera.
dossiers-invitation-other = L’invitation a été envoyée à { $invited }, et vous êtes connecté avec { $account }. Si vous acceptez, la personne qui vous invite verra cette adresse.
dossiers-invitation-accept = Accepter l’invitation
dossiers-invitation-accept-as = Accepter avec { $email }
dossiers-invitation-account = Pour accepter, il faut un compte. Connectez-vous, ou créez un compte avec l’adresse { $email } : vous reviendrez ici.
dossiers-invitation-accepted = Vous pouvez maintenant remplir ce dossier.
dossiers-invited = L’invitation est envoyée.
dossiers-uninvited = Cette personne n’a plus accès à votre dossier.
dossiers-error-invitation-self = C’est votre propre adresse : vous pouvez déjà remplir ce dossier.
dossiers-error-invitation-known = Cette personne peut déjà remplir ce dossier.
dossiers-error-invitation-many = Vous pouvez inviter dix personnes au plus. Retirez d’abord l’accès d’une personne.

## Answers given beforehand, copies
dossiers-origin-prefill = Des réponses sont déjà remplies
dossiers-origin-copy = Ce brouillon reprend le dossier n° { $number }
dossiers-origin-filled = Vérifiez ces réponses. Vous pouvez les changer.
dossiers-copy = Refaire une demande avec ces réponses
dossiers-copy-text = Un nouveau brouillon reprendra les réponses et les fichiers de ce dossier, si la démarche les demande encore. Vous pourrez tout changer avant de l’envoyer. Ce dossier-ci ne change pas.
dossiers-copy-start = Créer un brouillon
dossiers-copied = Votre nouveau brouillon est prêt.

## How long a draft is kept
dossiers-expires = Ce brouillon sera supprimé le { $day } si personne n’y touche.
dossiers-keep = Le garder plus longtemps
dossiers-kept = Votre brouillon est gardé plus longtemps.

## Receipt
dossiers-receipt = Accusé de réception
dossiers-receipt-title = Accusé de réception du dossier { $number }
dossiers-receipt-number = Numéro du dossier
dossiers-receipt-procedure = Démarche
dossiers-receipt-applicant = Déposé par
dossiers-receipt-on = Date de réception
dossiers-receipt-completed = Compléments reçus le
dossiers-receipt-moved = Délai modifié le
dossiers-receipt-service = Service chargé de votre dossier
dossiers-receipt-silence = Si vous ne recevez pas de réponse
dossiers-receipt-acceptance = Si votre dossier est complet et que vous n’avez pas de réponse le { $day }, votre demande sera acceptée. Vous pourrez alors demander au service une attestation de cette acceptation (article L232-3 du code des relations entre le public et l’administration). S’il manque une pièce, cette date change.
dossiers-receipt-acceptance-undated = Si votre dossier est complet et que vous n’avez pas de réponse dans le délai fixé par les textes, votre demande sera acceptée. Vous pourrez alors demander au service une attestation de cette acceptation (article L232-3 du code des relations entre le public et l’administration).
dossiers-receipt-rejection = Si votre dossier est complet et que vous n’avez pas de réponse le { $day }, votre demande sera rejetée. Vous pourrez contester ce rejet : les voies et les délais de recours sont dans votre accusé de réception. S’il manque une pièce, cette date change.
dossiers-receipt-rejection-undated = Si votre dossier est complet et que vous n’avez pas de réponse dans le délai fixé par les textes, votre demande sera rejetée. Vous pourrez contester ce rejet : les voies et les délais de recours sont dans votre accusé de réception.
dossiers-receipt-none = Le service doit vous répondre au plus tard le { $day }. L’absence de réponse ne vaut ni acceptation ni refus. Si vous ne recevez rien, contactez le service.
dossiers-receipt-none-undated = L’absence de réponse ne vaut ni acceptation ni refus. Si vous ne recevez rien, contactez le service.
dossiers-receipt-stopped = Le délai est suspendu : le service attend une réponse de votre part. Quand il repartira, vous recevrez un nouvel accusé de réception avec la nouvelle date.
dossiers-receipt-link = Voir l’accusé de réception
dossiers-receipt-download = Télécharger l’accusé de réception (PDF)
dossiers-receipt-issued = Accusé de réception n° { $n } du { $at }
dossiers-receipt-replaced = Un nouvel accusé de réception a remplacé celui-ci le { $at }.
dossiers-receipt-others = Autres accusés de réception de ce dossier

## Decision
dossiers-decision-on = Décision du { $at }.
dossiers-decision-tacit = Décision née du silence de l’administration le { $at }.
dossiers-decision-reasons = Les raisons

## What was just done
dossiers-started = Votre brouillon est prêt. Tout ce que vous écrivez est gardé.
dossiers-saved = Votre brouillon est enregistré. Vous pouvez revenir quand vous voulez.
dossiers-noticed = À la page précédente, une commune n’a pas été reconnue. Vous pourrez la corriger en vérifiant vos réponses, avant l’envoi.
dossiers-submitted = Votre demande est envoyée. Un courriel vous le confirme.
dossiers-done = Le dossier est à jour.
dossiers-discarded = Le brouillon est supprimé.
dossiers-unsaved = Ce que vous avez écrit ici le { $at }, après la fin de votre session, est là. Continuez ou enregistrez pour le garder.
dossiers-unsaved-files = Si vous aviez choisi des fichiers, joignez-les de nouveau.
dossiers-unsaved-kept = Votre session est terminée. Ce que vous venez d’écrire est gardé : connectez-vous pour le retrouver.

## The clocks of a dossier
dossiers-clocks = Délais
dossiers-clock-history = Comment ce délai a été compté
dossiers-clock-running = { $days ->
    [0] Jusqu’au { $due } : c’est le dernier jour.
    [one] Jusqu’au { $due } : il reste 1 jour.
   *[other] Jusqu’au { $due } : il reste { $days } jours.
}
dossiers-clock-suspended = Suspendu. S’il reprenait aujourd’hui, il irait jusqu’au { $due }.
dossiers-clock-expired = Écoulé le { $due }.
dossiers-clock-ended = Terminé : plus rien n’est attendu.
dossiers-clock-started-on = Commencé le { $from }, pour { $length }
dossiers-clock-suspended-on = Suspendu depuis le { $from }
dossiers-clock-paused-on = Suspendu du { $from } au { $to }
dossiers-clock-restarted-on = Recommencé le { $from }
dossiers-clock-extended-on = Prolongé de { $length } le { $from }
dossiers-clock-ended-on = Terminé le { $from }
dossiers-clock-expired-on = Écoulé le { $from }
dossiers-clock-because = { $what } : { $reason }
dossiers-clock-because-incorrect = réponses à corriger
dossiers-clock-because-incomplete = pièces demandées
dossiers-clock-because-outdated = éléments à mettre à jour
dossiers-clock-idle = { $what } (sans effet)
dossiers-clock-void = { $what } – annulé le { $on } : { $reason }

## How far a dossier is
dossiers-stage = Étape { $n } sur { $total } : { $name }
dossiers-stage-draft = vous préparez votre demande
dossiers-stage-submitted = votre demande est déposée
dossiers-stage-review = le service examine votre demande
dossiers-stage-decision = votre dossier est terminé
dossiers-stage-waiting = le service attend votre réponse

## What is awaited of others
dossiers-awaited = En attente
dossiers-awaited-since = (depuis le { $at })
dossiers-awaited-http = La réponse d’un autre service
dossiers-awaited-sign = Une signature
dossiers-awaited-pay = Un paiement
dossiers-awaited-case = La décision sur un autre dossier { $number }
dossiers-awaited-go-sign = Aller signer
dossiers-awaited-go-pay = Aller payer
dossiers-awaited-go-case = Ouvrir le dossier { $number }

## The history, verified
dossiers-audit = Vérification de l’historique
dossiers-audit-link = Vérifier l’historique
dossiers-audit-at = Dossier n° { $number }, vérifié le { $at }.
dossiers-audit-empty = Ce dossier n’a pas encore d’historique
dossiers-audit-empty-text = L’historique commence quand la demande est envoyée.
dossiers-audit-result = Résultat
dossiers-audit-holds = { $n ->
    [one] Une étape : elle n’a pas été modifiée, et aucune autre n’a été retirée ou ajoutée après coup.
   *[other] { $n } étapes : aucune n’a été modifiée, retirée ou ajoutée après coup.
}
dossiers-audit-fault-missing = L’étape { $n } manque.
dossiers-audit-fault-changed = L’étape { $n } n’est plus celle qui a été enregistrée.
dossiers-audit-fault-cut = Les dernières étapes ont été retirées ou remplacées.
dossiers-audit-fault-ledgers = Les délais du dossier ne sont plus ceux qui ont été enregistrés.
dossiers-audit-fault-stuck = L’étape { $n } n’a pas pu se passer comme elle est écrite.
dossiers-audit-fault-state = L’état du dossier n’est pas celui où son historique mène.
dossiers-audit-fault-answers = Les réponses du dossier ne sont pas celles qui ont été envoyées.
dossiers-audit-fault-decisions = La décision que montre le dossier n’est pas celle de son historique.
dossiers-audit-trust-none = Ne vous fiez à aucune étape de cet historique.
dossiers-audit-trust-before = { $last ->
    [one] L’étape 1 tient. À partir de l’étape { $n }, ne vous fiez plus à cet historique.
   *[other] Les étapes 1 à { $last } tiennent. À partir de l’étape { $n }, ne vous fiez plus à cet historique.
}
dossiers-audit-trust-rest = { $n ->
    [one] L’étape qui reste tient, mais elle ne dit pas tout ce qui s’est passé.
   *[other] Les { $n } étapes qui restent tiennent, mais elles ne disent pas tout ce qui s’est passé.
}
dossiers-audit-trust-shown = Les étapes elles-mêmes n’ont pas été modifiées. Fiez-vous à elles, et non à ce que la page du dossier montre aujourd’hui.
dossiers-audit-do = Imprimez cette page, puis prévenez le service chargé de votre dossier : il doit chercher ce qui s’est passé. Gardez aussi les courriels et les documents que vous avez reçus.
dossiers-audit-do-desk = Ne décidez rien sur ce dossier. Prévenez l’administrateur du site : la commande « guichet audit verify » dit la même chose, et une sauvegarde montre ce qui a changé.
dossiers-audit-checks = Ce qui vient d’être vérifié
dossiers-audit-check-chain = L’empreinte de chaque étape, calculée de nouveau sur ce qu’elle contient et sur l’empreinte de l’étape d’avant.
dossiers-audit-check-head = La dernière empreinte, que le dossier garde aussi à part : aucune étape ne manque à la fin.
dossiers-audit-check-ledgers = Les délais, ligne par ligne.
dossiers-audit-check-steps = Les étapes, refaites une à une : elles mènent à l’état, aux réponses et à la décision que montre le dossier.
dossiers-audit-holding = Tient
dossiers-audit-broken = Ne tient pas
dossiers-audit-unsure = Plus sûre
dossiers-audit-unseen = Pas regardé
dossiers-audit-head = L’empreinte de l’historique
dossiers-audit-head-text = Ces 64 signes résument tout l’historique : si un seul mot change, ils changent. Notez-les ou imprimez cette page : un autre jour, vous saurez si l’historique a été réécrit depuis.
dossiers-audit-compare = Comparer avec une empreinte notée
dossiers-audit-noted = Empreinte notée un autre jour
dossiers-audit-noted-hint = 64 signes : des chiffres et des lettres de a à f. Les espaces ne comptent pas.
dossiers-audit-noted-error = Écrivez l’empreinte entière : 64 signes, des chiffres et des lettres de a à f.
dossiers-audit-compare-do = Comparer
dossiers-audit-found-last = C’est l’empreinte de la dernière étape, celle d’aujourd’hui : rien n’a changé et rien ne s’est ajouté depuis que vous l’avez notée.
dossiers-audit-found = C’est l’empreinte de l’étape { $n }, du { $day } : jusqu’à cette étape, rien n’a changé depuis que vous l’avez notée.
dossiers-audit-found-broken = C’est l’empreinte de l’étape { $n }, du { $day }, mais l’historique ne tient pas jusqu’à elle.
dossiers-audit-unknown = Aucune étape de cet historique ne porte cette empreinte. Relisez-la, et vérifiez que vous l’avez notée pour ce dossier. Si elle est juste, l’historique a été réécrit depuis : gardez votre note et prévenez le service.
dossiers-audit-steps = Les étapes
dossiers-audit-step = Étape { $n } : { $title }
dossiers-audit-inner = étape interne
dossiers-audit-inner-text = Une étape interne est un travail du service. Ce qui s’y est dit ne vous est pas montré, mais elle est vérifiée comme les autres.
dossiers-audit-hash = Empreinte { $hash }…
