procedures-home-title = Vos démarches en ligne
procedures-home-lead = Faites votre demande à votre rythme, suivez-la à chaque étape, recevez la décision ici.
procedures-home-my-dossiers = Retrouver mes dossiers
procedures-home-procedures = Les démarches
procedures-home-how = Comment ça se passe ?
procedures-home-step-1 = Vous préparez votre demande.
procedures-home-step-1-text = Tout ce que vous écrivez est gardé. Vous pouvez vous arrêter et revenir plus tard.
procedures-home-step-2 = Vous la déposez.
procedures-home-step-2-text = Vous recevez un numéro et un accusé de réception.
procedures-home-step-3 = Vous suivez votre dossier.
procedures-home-step-3-text = Vous voyez qui s’en occupe, vous pouvez écrire au service, et vous lisez la décision.
procedures-search = Chercher une démarche
procedures-search-hint = Par exemple : cantine, association, échafaudage
procedures-catalogue-title = Les démarches
procedures-found = { $n ->
    [0] Aucune démarche trouvée
    [one] { $n } démarche
   *[other] { $n } démarches
}
procedures-all = Voir toutes les démarches
procedures-none = Aucune démarche ne correspond
procedures-none-text = Essayez avec un autre mot, ou regardez la liste complète.
procedures-minutes = { $n ->
    [one] Environ { $n } minute
   *[other] Environ { $n } minutes
}
procedures-start = Commencer
procedures-register = Créer un compte
procedures-start-account = Un compte vous permet de retrouver votre demande et de suivre la réponse.
procedures-prefill = Une partie du formulaire est déjà remplie
procedures-prefill-filled = Ces réponses seront dans votre brouillon. Vous pourrez les changer.
procedures-prefill-left = Ces réponses n’ont pas pu être reprises :
procedures-prefill-gone = Ce lien ne remplit plus le formulaire : il a déjà servi, ou il a plus de cinq jours. Si vous avez commencé avec lui, votre brouillon est dans vos dossiers. Sinon, vous pouvez commencer avec un formulaire vide.
procedures-draft-months = { $n ->
    [one] Un brouillon que personne ne touche est supprimé après { $n } mois.
   *[other] Un brouillon que personne ne touche est supprimé après { $n } mois.
}
procedures-closed-not-yet = Cette démarche ouvre le { $day }.
procedures-closed-over = Cette démarche est fermée depuis le { $day } au soir.
procedures-closed-closed = Cette démarche est fermée : il n’est pas possible de commencer un dossier.
procedures-audience = Pour qui ?
procedures-have-at-hand = À avoir sous la main
procedures-answer = Quand aurez-vous une réponse ?
procedures-delay-months = { $n ->
    [one] Le service a { $n } mois pour répondre à un dossier complet.
   *[other] Le service a { $n } mois pour répondre à un dossier complet.
}
procedures-delay-days = { $n ->
    [one] Le service a { $n } jour pour répondre à un dossier complet.
   *[other] Le service a { $n } jours pour répondre à un dossier complet.
}
procedures-silence-acceptance = Sans réponse dans ce délai, votre demande est acceptée.
procedures-silence-rejection = Sans réponse dans ce délai, votre demande est rejetée.
procedures-silence-none = L’absence de réponse ne vaut pas décision.
procedures-remedies = Si vous n’êtes pas d’accord avec la décision
procedures-legal-basis = Les textes de loi
procedures-data-protection = Vos données personnelles
procedures-recipients = Qui voit vos données :
procedures-retention = { $n ->
    [one] Vos données sont gardées { $n } mois après la décision.
   *[other] Vos données sont gardées { $n } mois après la décision.
}
procedures-to-know = À savoir
procedures-duration = Temps pour remplir
procedures-pages = Les étapes
procedures-closes = Jusqu’au
procedures-contact = Une question ?
procedures-studio-title = Conception
procedures-revision = Révision { $n }
procedures-status-published = Ouverte
procedures-status-closed = Fermée
procedures-publish-title = Publier une démarche
procedures-publish-text = Le fichier est d’abord vérifié, et ses propres tests sont lancés. S’il y a une erreur, rien ne change. S’il n’y en a pas, une nouvelle révision est publiée : les nouveaux dossiers la suivent, les dossiers en cours gardent la leur.
procedures-publish-label = Contenu du fichier procedure.json
procedures-publish-hint = Copiez ici le fichier entier
procedures-files-label = Listes et modèles que le fichier nomme (facultatif)
procedures-files-hint = Par exemple postes.csv. Ceux de la révision en vigueur sont gardés tant que vous n’en envoyez pas d’autres sous le même nom.
procedures-files-again = Rien n’est encore publié : choisissez de nouveau les fichiers à joindre.
procedures-file-unnamed = « { $name } » n’est nommé nulle part dans la démarche : retirez-le, ou nommez-le.
procedures-publish-submit = Vérifier et publier
procedures-published = La nouvelle révision est publiée.
procedures-unchanged = Ce fichier est déjà celui de la révision en cours : rien n’a changé.
procedures-status-changed = C’est fait.
procedures-not-json = Ce n’est pas du JSON : erreur à la ligne et à la colonne { $place }.
procedures-studio-public = Voir la page publique
procedures-studio-download = Télécharger procedure.json
procedures-studio-failures = { $n ->
    [one] Un envoi n’est pas parti : voyez « { procedures-notifications } ».
   *[other] { $n } envois ne sont pas partis : voyez « { procedures-notifications } ».
}
procedures-studio-dossiers = { $n ->
    [0] Aucun dossier déposé
    [one] { $n } dossier déposé
   *[other] { $n } dossiers déposés
}
procedures-studio-nobody = Personne pour l’instant
procedures-studio-revisions = Révisions
procedures-studio-unfit = Cette version du site ne sait plus ouvrir le formulaire publié
procedures-studio-unfit-text = Personne ne peut commencer un dossier, ni modifier ceux qui suivent cette révision : ils ne peuvent qu’être lus. Rien n’est perdu. Publiez le fichier corrigé pour rouvrir la démarche.
procedures-studio-close = Fermer aux nouveaux dossiers
procedures-studio-open = Ouvrir aux nouveaux dossiers
procedures-accessibility-title = Accessibilité : partiellement conforme
procedures-accessibility-lead = Nous voulons que chacun puisse faire ses démarches ici, avec un lecteur d’écran, au clavier seul, sur un petit écran ou sans JavaScript.
procedures-accessibility-state-title = État de conformité
procedures-accessibility-state = Ce site est partiellement conforme au référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1 : aucun organisme extérieur ne l’a encore contrôlé.
procedures-accessibility-tests-title = Ce que nous vérifions
procedures-accessibility-tests = À chaque changement du logiciel, un outil automatique (axe-core) contrôle les pages des parcours dans un vrai navigateur, sur téléphone et sur ordinateur, avec et sans JavaScript.
procedures-accessibility-contact-title = Nous écrire
procedures-accessibility-contact = Si vous ne pouvez pas accéder à une page ou à un service, écrivez au service dont les coordonnées sont sur la page de la démarche : il vous donnera l’information d’une autre façon.
procedures-accessibility-remedy-title = Si la réponse ne vous convient pas
procedures-accessibility-remedy = Vous pouvez écrire au Défenseur des droits, sur www.defenseurdesdroits.fr, par téléphone au 09 69 39 00 00, ou par courrier sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.
procedure-problem-schema =
    { $kind ->
        [required] Il manque « { $what } ».
        [unknown] Ce qui suit n’est pas connu ici : { $what }.
        [type] { $what ->
            [string] Il faut un texte, entre guillemets.
            [object] Il faut un objet, entre accolades.
            [array] Il faut une liste, entre crochets.
            [integer] Il faut un nombre entier.
            [number] Il faut un nombre.
            [boolean] Il faut true ou false.
           *[other] Il faut une valeur du type { $what }.
        }
        [choice] Il faut l’une de ces valeurs : { $what }.
        [pattern] Ce texte doit suivre le motif { $what }.
        [short] C’est trop court : au moins { $what }.
        [long] C’est trop long : au plus { $what }.
        [low] C’est trop petit : au moins { $what }.
        [high] C’est trop grand : au plus { $what }.
        [keyword] La règle « { $what } » du schéma n’est pas respectée.
       *[other] Le fichier n’a pas la forme attendue : { $what }
    }
procedure-problem-slug = L’adresse de la démarche ne convient pas.
procedure-problem-service-missing = Il manque le service que les usagers peuvent joindre.
procedure-problem-service-phone = Il manque le téléphone du service (CRPA, article R112-11-1).
procedure-problem-service-address = Il manque l’adresse, postale ou électronique, du service (CRPA, article R112-11-1).
procedure-problem-silence-missing = Il manque ce que vaut le silence de l’administration.
procedure-problem-silence-opposite = Le fichier dit aux usagers ce que vaut le silence, et le circuit décide le contraire à la fin de son délai.
procedure-problem-silence-unrecorded = Le silence vaut acceptation et aucun délai du circuit ne l’enregistre : l’usager lit une date à laquelle il ne se passe rien ici.
procedure-problem-silence-delay = Aucun délai du circuit n’a la durée annoncée aux usagers pour le silence.
procedure-problem-remedies-missing = Il manque les voies et délais de recours.
procedure-problem-template-missing = Le modèle { $name } n’est pas à côté du fichier.
procedure-problem-case-failed = Le test « { $name } » échoue : { $detail }
procedure-problem-workflow-unknown = Aucun circuit ne porte ce nom.
procedure-problem-group-unknown = Aucun groupe ne s’appelle { $name }.
procedure-problem-role-unknown = Le circuit n’a pas de rôle { $name } que quelqu’un puisse tenir.
procedure-problem-role-unbound = Personne ne tient le rôle { $name } : nommez des gens, ici ou sur la page de la démarche.
procedure-problem-role-few = Le rôle { $name } demande { $need } personnes au moins ; { $count } sont nommées.
procedure-problem-agent-form-unknown = Aucun formulaire d’agent ne s’appelle { $name }.
procedure-problem-agent-form-applicant = Le bouton { $button }, que l’usager peut actionner, demande le formulaire d’agent { $name } : l’usager remplit le formulaire de la demande, et aucun autre.
procedure-problem-agent-form-files = Un formulaire d’agent ne peut pas demander de fichier ni de carte.
procedure-problem-agent-form-references = Un formulaire d’agent ne peut pas chercher dans un référentiel extérieur.
procedure-problem-shows-unknown = La tâche « { $name } » montre « { $shown } », qui n’est pas une question du formulaire.
procedure-problem-duplicate-group = Deux groupes s’appellent { $name }.
procedure-problem-tag-unknown = La balise « { $name } » ne correspond à rien.
procedure-problem-tag-open = Une balise commence par « {"{{"} » et n’est pas fermée par « {"}}"} ».
procedure-problem-document-unknown = Le modèle de document « { $name } » n’est pas dans « documents ».
procedure-problem-message-unknown = Le courriel ou le message « { $name } » n’est ni dans « messages », ni un des nôtres.
procedure-problem-placeholder = Ce texte reste à compléter.
procedure-problem-other = Un problème bloque la publication : { $code }

## What a case of a procedure expects
procedure-case-none = rien
procedure-case-valid = valide : attendu { $expected }, obtenu { $found } (erreurs : { $errors })
procedure-case-errors = erreurs : attendu { $expected }, obtenu { $found }
procedure-case-eligible = recevable : attendu { $expected }, obtenu { $found }
procedure-case-visible = { $pointer } est visible
procedure-case-hidden = { $pointer } est caché
procedure-case-value = { $pointer } : attendu { $expected }, obtenu { $found }
procedure-case-group = groupe : attendu { $expected }, obtenu { $found }
procedure-case-step = étape { $step } : attendu { $expected }, obtenu { $found }
procedure-case-unread = le fichier ne peut pas être lu : { $error }
procedure-case-form = le formulaire a des problèmes ({ $count }) : voyez « guichet check »
procedure-case-workflow = le circuit a des problèmes ({ $count }) : voyez « guichet check »

## What happened to a dossier by itself, or to a clock
procedures-clock-expiry = { $deadline } : délai écoulé
procedures-clock-reminder = { $deadline } : rappel envoyé
procedures-clock-void = { $deadline } : ligne annulée
procedures-answer-done = Réponse reçue d’un service extérieur
procedures-answer-failed = Un service extérieur n’a pas pu répondre
procedures-recusal = Récusation : { $task }
procedures-timer = Échéance

## The circuit, drawn
procedures-circuit = Le circuit
procedures-circuit-text = Les états d’un dossier, et ce qui le fait passer de l’un à l’autre.
procedures-circuit-drawing = Schéma du circuit
procedures-circuit-desc = La liste qui suit dit la même chose.
procedures-circuit-at = Le dossier est à l’état « { $state } ».
procedures-circuit-list = Le circuit sous forme de liste
procedures-circuit-here = Le dossier est ici
procedures-circuit-done-before = déjà passé par là
procedures-circuit-work = À faire : { $work }
procedures-circuit-stays = l’état ne change pas
procedures-circuit-or = { " ou " }
procedures-circuit-after = Après { $length }
procedures-circuit-delay = Après un délai
procedures-circuit-expiry = { $deadline } : temps écoulé
procedures-circuit-always = Aussitôt
procedures-circuit-if = Aussitôt, sous condition
procedures-circuit-done = Une fois le travail fait
procedures-circuit-done-if = Une fois le travail fait, selon le résultat
procedures-circuit-answered = Réponse reçue
procedures-circuit-failed = Échec de l’appel

## What leaves a procedure
procedures-notifications = Envois et programmes prévenus
procedures-failures = Envois en échec
procedures-failures-text = Ces envois ont échoué à chaque essai. Une fois la cause corrigée, relancez-les : rien n’est perdu, et qui reçoit reconnaît un envoi répété.
procedures-failure-dossier = Dossier
procedures-effect-mail = Courriel
procedures-effect-notify = Avis par courriel
procedures-effect-invoke = Demande à un service extérieur
procedures-effect-answer = Réponse d’un autre dossier
procedures-effect-receipt = Accusé de réception qui n’est pas parti
procedures-effect-webhook = Programme prévenu
procedures-webhooks = Programmes prévenus
procedures-webhooks-text = Un programme extérieur peut être prévenu quand le circuit le demande (action « webhook »). Il apprend le numéro du dossier et son état, jamais les réponses.
procedures-webhook-url = Adresse du programme
procedures-webhook-url-hint = Par exemple https://si.example.fr/guichet. L’administrateur du site doit avoir autorisé ce serveur.
procedures-webhook-events = Événements
procedures-webhook-which = Événements à annoncer
procedures-webhook-every = Tous, et ceux des prochaines révisions
procedures-webhook-all = Tous
procedures-webhook-none = Le circuit en vigueur n’annonce encore aucun événement : ce programme apprendra ceux que les prochaines révisions annonceront.
procedures-webhook-since = Depuis
procedures-webhook-add = Ajouter ce programme
procedures-webhook-stop = Arrêter
procedures-webhook-stop-label = Ne plus rien annoncer à { $url }
procedures-webhook-stopped = Ce programme n’est plus prévenu.
procedures-webhook-stopped-at = Arrêté le { $at }
procedures-webhook-key = Programme ajouté. Voici sa clé de signature.
procedures-webhook-key-text = Copiez-la maintenant : elle ne sera plus montrée.
procedures-error-webhook-events = Cochez au moins un événement, ou tous
procedures-error-webhook-empty = Écrivez l’adresse du programme
procedures-error-webhook-long = L’adresse est trop longue : 500 caractères au plus
procedures-error-webhook-host = Rien ne peut être envoyé à cette adresse : demandez à l’administrateur du site d’autoriser ce serveur, et écrivez l’adresse en entier, avec https://
procedures-error-webhook-many = Vingt programmes sont déjà prévenus : arrêtez-en un d’abord
procedures-moved = Passage à la version { $n } de la démarche
