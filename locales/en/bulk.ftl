# An action on many dossiers at once.
bulk-title = Bulk actions
bulk-one = Bulk action
bulk-text = Your actions on several dossiers of this procedure, with the result of each. They are kept for three months; what was done stays in the history of each dossier.
bulk-empty = No bulk action
bulk-empty-text = Tick dossiers in the procedure’s list, then choose what to do.
bulk-tick = Tick
bulk-tick-page = Tick the whole page
bulk-untick-page = Untick all
bulk-do = Act on several dossiers
bulk-action = Action
bulk-do-ticked = Continue with the ticked dossiers
bulk-do-list = { $n ->
    [one] Continue with the only dossier of this list
   *[other] Continue with the { $n } dossiers of this list
}
bulk-error-none = Tick at least one dossier.
bulk-error-nothing = Nothing was done: none of these dossiers is in a state in which this action is possible.

## Before
bulk-confirm-title = { $label }: several dossiers
bulk-ready = { $n ->
    [one] { $n } dossier is in a state in which this action is possible:
   *[other] { $n } dossiers are in a state in which this action is possible:
}
bulk-nowhere = None of the chosen dossiers is in a state in which the action “{ $label }” is possible.
bulk-others-out = It is not for these dossiers of the list, which are left out:
bulk-others-told = It is not for these ticked dossiers: they will not change, and the result will say so.
bulk-leads-to = { $n ->
    [one] The dossier will go to “{ $state }”.
   *[other] Each will go to “{ $state }”.
}
bulk-motivation-hint = Each applicant will read it with their decision: it must suit all of these dossiers.
bulk-message-hint = Each applicant will read this message. They will be able to change all of their answers.
bulk-confirm-text = Each dossier is dealt with in turn, as if you had opened it: its conditions are checked, its applicant is told. A dossier that changes before then is not touched. You act in your own name.
bulk-begin = { $n ->
    [one] { $label }: { $n } dossier
   *[other] { $label }: { $n } dossiers
}
bulk-cancel = Cancel
bulk-back = Back to the list

## During and after
bulk-status-running = Under way
bulk-status-done = Finished
bulk-status-stopped = Stopped
bulk-asked = { $n ->
    [one] { $n } dossier, asked for by you on { $at }.
   *[other] { $n } dossiers, asked for by you on { $at }.
}
bulk-ended = Ended on { $at }.
bulk-input = You wrote: “{ $text }”
bulk-done = { $n ->
    [one] done
   *[other] done
}
bulk-refused = { $n ->
    [one] not done
   *[other] not done
}
bulk-waiting = waiting
bulk-progress = Dossiers dealt with
bulk-running-text = The action goes on by itself: you may leave this page.
bulk-refresh = See how far it is
bulk-stop = Stop
bulk-stopped = The action is stopped. What is done stays done.
bulk-why = Why it is not done
bulk-again = { $n ->
    [one] Try again for the dossier that is left
   *[other] Try again for the { $n } dossiers that are left
}
bulk-lines = Result of each dossier
bulk-result = Result
bulk-not-done = Not done
bulk-hidden = You no longer have access to this dossier
bulk-asked-at = Asked for on
bulk-dossiers = Dossiers
bulk-state = Progress
bulk-result-done = Done
bulk-result-waiting = Waiting
bulk-result-changed = The dossier has changed meanwhile: read it again.
bulk-result-gone = You no longer have access to this dossier.
bulk-result-not-enabled = The action is not possible in the state of the dossier.
bulk-result-not-bulk = In the state of the dossier, this action is done one dossier at a time.
bulk-result-overdue = A time limit had run out: what was to follow was done instead.
bulk-result-motivation-required = The law asks for the reasons of this decision.
bulk-result-failed = An error occurred: the administrator of the site finds it in the log.
