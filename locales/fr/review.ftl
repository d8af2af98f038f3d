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
review-leads-to = Le dossier passera à « { $state } ».
review-about = Le dossier
review-applicant = Usager
review-nobody = Personne
review-receipts = Accusés de réception
review-silence-acceptance = Sans réponse le { $day }, la demande d’un dossier complet est acceptée.
review-silence-rejection = Sans réponse le { $day }, la demande d’un dossier complet est rejetée.
review-silence-none = Réponse attendue avant le { $day }.
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
review-history-auto = automatiquement
review-done = Le dossier est à jour.

## A step that did not go through
review-error-conflict = Le dossier a changé pendant que vous le lisiez. Relisez-le, puis recommencez si c’est encore utile.
review-error-not-enabled = Cette action n’est plus possible : le dossier a changé d’état.
review-error-wrong-role = Cette action ne vous est pas ouverte.
review-error-guard = Les conditions de cette action ne sont pas remplies.
review-error-motivation-required = Écrivez la motivation : la loi demande que cette décision soit expliquée.
review-error-message-empty = Écrivez ce qui est à corriger.
review-error-endless = Le circuit de cette démarche tourne en rond : prévenez son responsable.
review-error-overdue = Un délai était écoulé : rouvrez le dossier pour voir ce qui a changé.
review-error-exclude = Une autre partie du travail, que vous avez faite, vous empêche de faire celle-ci.
review-error-outcome = Cette tâche ne peut pas se terminer ainsi.

## Taking a row of a clock back
review-void = Revenir là-dessus
review-void-text = Une demande irrégulière n’arrête pas le délai. Voyez ce qui changerait avant de décider : rien ne change tant que vous ne confirmez pas.
review-void-now = Aujourd’hui
review-void-then = Si vous l’annulez
review-void-why = Pourquoi l’annuler
review-void-why-hint = Ce motif reste dans l’historique du dossier.
review-void-confirm = Annuler cette ligne du délai
