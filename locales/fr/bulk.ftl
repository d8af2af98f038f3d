# Une action sur plusieurs dossiers à la fois.
bulk-title = Actions groupées
bulk-one = Action groupée
bulk-text = Vos actions sur plusieurs dossiers de cette démarche, avec le résultat de chacun. Elles sont gardées trois mois ; l’historique de chaque dossier, lui, garde ce qui a été fait.
bulk-empty = Aucune action groupée
bulk-empty-text = Cochez des dossiers dans la liste de la démarche, puis choisissez quoi faire.
bulk-tick = Cocher
bulk-tick-page = Cocher toute la page
bulk-untick-page = Tout décocher
bulk-do = Agir sur plusieurs dossiers
bulk-action = Action
bulk-do-ticked = Continuer avec les dossiers cochés
bulk-do-list = { $n ->
    [one] Continuer avec le seul dossier de cette liste
   *[other] Continuer avec les { $n } dossiers de cette liste
}
bulk-error-none = Cochez au moins un dossier.
bulk-error-nothing = Rien n’a été fait : aucun de ces dossiers n’est dans un état où cette action est possible.

## Avant
bulk-confirm-title = { $label } : plusieurs dossiers
bulk-ready = { $n ->
    [one] { $n } dossier est dans un état où cette action est possible :
   *[other] { $n } dossiers sont dans un état où cette action est possible :
}
bulk-nowhere = Aucun des dossiers choisis n’est dans un état où l’action « { $label } » est possible.
bulk-others-out = Elle ne l’est pas pour ces dossiers de la liste, qui sont laissés de côté :
bulk-others-told = Elle ne l’est pas pour ces dossiers cochés : ils ne changeront pas, et le résultat le dira.
bulk-leads-to = { $n ->
    [one] Le dossier passera à « { $state } ».
   *[other] Chacun passera à « { $state } ».
}
bulk-motivation-hint = Chaque usager la lira avec sa décision : elle doit convenir à tous ces dossiers.
bulk-message-hint = Chaque usager lira ce message. Il pourra changer toutes ses réponses.
bulk-confirm-text = Chaque dossier est traité à son tour, comme si vous l’aviez ouvert : ses conditions sont vérifiées, l’usager est prévenu. Un dossier qui change d’ici là n’est pas touché. Vous agissez en votre nom.
bulk-begin = { $n ->
    [one] { $label } : { $n } dossier
   *[other] { $label } : { $n } dossiers
}
bulk-cancel = Annuler
bulk-back = Revenir à la liste

## Pendant et après
bulk-status-running = En cours
bulk-status-done = Terminée
bulk-status-stopped = Arrêtée
bulk-asked = { $n ->
    [one] { $n } dossier, demandé par vous le { $at }.
   *[other] { $n } dossiers, demandés par vous le { $at }.
}
bulk-ended = Fin le { $at }.
bulk-input = Vous avez écrit : « { $text } »
bulk-done = { $n ->
    [one] fait
   *[other] faits
}
bulk-refused = { $n ->
    [one] non fait
   *[other] non faits
}
bulk-waiting = en attente
bulk-progress = Dossiers traités
bulk-running-text = L’action continue toute seule : vous pouvez quitter cette page.
bulk-refresh = Voir où elle en est
bulk-stop = Arrêter
bulk-stopped = L’action est arrêtée. Ce qui est fait reste fait.
bulk-why = Pourquoi ce n’est pas fait
bulk-again = { $n ->
    [one] Recommencer pour le dossier restant
   *[other] Recommencer pour les { $n } dossiers restants
}
bulk-lines = Résultat de chaque dossier
bulk-result = Résultat
bulk-not-done = Non fait
bulk-hidden = Vous n’avez plus accès à ce dossier
bulk-asked-at = Demandée le
bulk-dossiers = Dossiers
bulk-state = Avancement
bulk-result-done = Fait
bulk-result-waiting = En attente
bulk-result-changed = Le dossier a changé entre-temps : relisez-le.
bulk-result-gone = Vous n’avez plus accès à ce dossier.
bulk-result-not-enabled = L’action n’est pas possible dans l’état du dossier.
bulk-result-not-bulk = Dans l’état du dossier, cette action se fait un dossier à la fois.
bulk-result-overdue = Un délai était écoulé : ce qui devait suivre a été fait à la place.
bulk-result-motivation-required = La loi demande que cette décision soit motivée.
bulk-result-failed = Une erreur est survenue : l’administrateur du site la trouve dans le journal.
