# The versions of a procedure, and moving the running dossiers to the one in force.
moves-title = Versions and running dossiers
moves-text = A dossier follows the version of the procedure under which it was filed. You can move the running dossiers to the version in force: first a trial, which changes nothing, then the move. Closed dossiers are never touched, and time limits that have started are kept.
moves-version = Version
moves-nth = Version { $n }
moves-published = Published on
moves-running = Running dossiers
moves-current = In force
moves-prepare = Try the move
moves-prepare-label = Try to move the dossiers of version { $n } to the version in force
moves-former = Moves
moves-from-to = From version { $from } to version { $to }
moves-status-trying = Trial under way
moves-status-tried = Trial finished
moves-status-moving = Move under way
moves-status-moved = Move finished
moves-status-stopped = Stopped
moves-meaning-trying = Each dossier is looked at, one by one. Nothing changes.
moves-meaning-tried = Each running dossier was looked at. Nothing has changed.
moves-meaning-moving = The dossiers are being moved to the new version, one by one. You can leave this page.
moves-meaning-moved = The dossiers that could be moved follow the new version. The history of each says so.
moves-meaning-stopped = No further dossier is looked at. Those that were moved follow the new version.
moves-seen = { $n ->
    [0] No dossier looked at
    [one] { $n } dossier looked at
   *[other] { $n } dossiers looked at
}
moves-can-go = { $n ->
    [0] No dossier can be moved
    [one] { $n } dossier can be moved
   *[other] { $n } dossiers can be moved
}
moves-gone = { $n ->
    [0] No dossier moved
    [one] { $n } dossier moved
   *[other] { $n } dossiers moved
}
moves-refresh = See how far it is
moves-stop = Stop
moves-stays = Dossiers that stay with their version
moves-count = Dossiers
moves-examples = For example
moves-mapping = What becomes of what changed
moves-mapping-text = The new version has changed these, or no longer has them, while dossiers are there. Say what each becomes, then try again. What you do not choose keeps the dossiers with their version.
moves-nowhere = Nothing: this branch is no more
moves-task-ends = Nothing: the task is cancelled
moves-clock-ends = Nothing: the time limit stops
moves-try = Try
moves-go-title = Move the dossiers
moves-go-text = Each dossier that can be moved will follow the new version. New tasks are opened, and those who do them are told. There is no way back.
moves-go = { $n ->
    [one] Move { $n } dossier
   *[other] Move { $n } dossiers
}
moves-part-state = State “{ $name }”
moves-part-task = Task “{ $name }”
moves-part-deadline = Time limit “{ $name }”
moves-stays-missing = { $name }: to be defined
moves-stays-answers = The new form does not take over all the answers, or refuses some
moves-stays-configuration = The chosen states can’t be active together
moves-stays-clash = Two tasks or two time limits would have the same name: { $name }
moves-stays-outcome = An answer that was given no longer exists in the task “{ $name }”
moves-stays-decides = The new version would decide at once
moves-stays-refused = The new version can’t go on from this state
moves-stays-failed = An error occurred: the administrator of the site finds it in the log
moves-tried-again = Trial started.
moves-begun = Move started.
moves-stopped = Stopped.
moves-changed = This move has changed meanwhile: here is how far it is.
moves-error-under-way = Another move of this procedure is under way. Wait for its end, or stop it.
