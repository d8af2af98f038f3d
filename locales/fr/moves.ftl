# Les versions d’une démarche, et le passage des dossiers en cours à la version en vigueur.
moves-title = Versions et dossiers en cours
moves-text = Un dossier suit la version de la démarche sous laquelle il a été déposé. Vous pouvez faire passer les dossiers en cours à la version en vigueur : d’abord un essai, qui ne change rien, puis le passage. Les dossiers clos ne sont jamais touchés, et les délais déjà commencés sont gardés.
moves-version = Version
moves-nth = Version { $n }
moves-published = Publiée le
moves-running = Dossiers en cours
moves-current = En vigueur
moves-prepare = Essayer le passage
moves-prepare-label = Essayer de faire passer les dossiers de la version { $n } à la version en vigueur
moves-former = Passages
moves-from-to = De la version { $from } à la version { $to }
moves-status-trying = Essai en cours
moves-status-tried = Essai terminé
moves-status-moving = Passage en cours
moves-status-moved = Passage terminé
moves-status-stopped = Arrêté
moves-meaning-trying = Chaque dossier est regardé, un par un. Rien ne change.
moves-meaning-tried = Chaque dossier en cours a été regardé. Rien n’a changé.
moves-meaning-moving = Les dossiers passent à la nouvelle version, un par un. Vous pouvez quitter cette page.
moves-meaning-moved = Les dossiers qui le pouvaient suivent la nouvelle version. L’historique de chacun le dit.
moves-meaning-stopped = Plus aucun dossier n’est regardé. Ceux qui sont passés suivent la nouvelle version.
moves-seen = { $n ->
    [0] Aucun dossier regardé
    [one] { $n } dossier regardé
   *[other] { $n } dossiers regardés
}
moves-can-go = { $n ->
    [0] Aucun dossier ne peut passer
    [one] { $n } dossier peut passer
   *[other] { $n } dossiers peuvent passer
}
moves-gone = { $n ->
    [0] Aucun dossier passé
    [one] { $n } dossier passé
   *[other] { $n } dossiers passés
}
moves-refresh = Voir où il en est
moves-stop = Arrêter
moves-stays = Dossiers qui restent à leur version
moves-count = Dossiers
moves-examples = Par exemple
moves-mapping = Ce que devient ce qui a changé
moves-mapping-text = La nouvelle version a changé ces éléments, ou ne les a plus, alors que des dossiers y sont. Dites ce que chacun devient, puis essayez de nouveau. Ce que vous ne choisissez pas retient les dossiers à leur version.
moves-nowhere = Rien : cette branche n’existe plus
moves-task-ends = Rien : la tâche est annulée
moves-clock-ends = Rien : le délai s’arrête
moves-try = Essayer
moves-go-title = Faire passer les dossiers
moves-go-text = Chaque dossier qui peut passer suivra la nouvelle version. Les nouvelles tâches s’ouvrent et sont annoncées à ceux qui les font. Il n’y a pas de retour en arrière.
moves-go = { $n ->
    [one] Faire passer { $n } dossier
   *[other] Faire passer { $n } dossiers
}
moves-part-state = État « { $name } »
moves-part-task = Tâche « { $name } »
moves-part-deadline = Délai « { $name } »
moves-stays-missing = { $name } : à définir
moves-stays-answers = Le nouveau formulaire ne reprend pas toutes les réponses, ou en refuse
moves-stays-configuration = Les états choisis ne peuvent pas être actifs ensemble
moves-stays-clash = Deux tâches ou deux délais auraient le même nom : { $name }
moves-stays-outcome = Une réponse déjà donnée n’existe plus dans la tâche « { $name } »
moves-stays-decides = La nouvelle version déciderait aussitôt
moves-stays-refused = La nouvelle version ne peut pas continuer depuis cet état
moves-stays-failed = Une erreur est survenue : l’administrateur du site la trouve dans le journal
moves-tried-again = Essai commencé.
moves-begun = Passage commencé.
moves-stopped = Arrêté.
moves-changed = Ce passage a changé entre-temps : voici où il en est.
moves-error-under-way = Un autre passage de cette démarche est en cours. Attendez sa fin, ou arrêtez-le.
