# The instructor's desk.

## What is to be done
review-desk-title = Review
review-desk-empty = No dossier submitted yet.
review-desk-none = No procedure is entrusted to you
review-desk-none-text = The official of a procedure can add you to a group of instructors.
review-to-do = { $n ->
    [0] Nothing to deal with
    [one] { $n } dossier to deal with
   *[other] { $n } dossiers to deal with
}

## A procedure's table
review-table-all = All
review-table-phases = Dossiers by state
review-table-caption = Dossiers of the procedure { $title }
review-table-search = Number or applicant’s name
review-table-mine = Only my dossiers
review-table-number = Number
review-table-applicant = Applicant
review-table-state = State
review-table-assignee = Followed by
review-table-submitted = Submitted on
review-table-changed = Last change
review-table-none = No dossier
review-table-none-text = Dossiers will appear here as soon as they are submitted.
review-table-none-filtered = No dossier matches these criteria.

## Tables to download
review-export-title = Download as a spreadsheet (CSV)
review-export-dossiers = The dossiers, one per row
review-export-block = { $block }: one row per item, with the number of the dossier
review-export-program = The dossiers, for a program: stable names of columns, codes of choices
review-export-hint = These files follow the filters of the page.
review-export-decided = Decided on
review-export-group = Group
review-export-email = Applicant’s email address
review-export-siret = Applicant’s SIRET number

## A dossier
review-dossier-title = { $number }, { $name }
review-parts = Parts of the page
review-steps = Actions
review-steps-none = No action is possible in this state.
review-leads-to = The dossier will move to “{ $state }”.
review-about = The dossier
review-applicant = Applicant
review-nobody = Nobody
review-receipts = Acknowledgements of receipt
review-silence-acceptance = Without an answer on { $day }, the request of a complete dossier is accepted.
review-silence-rejection = Without an answer on { $day }, the request of a complete dossier is rejected.
review-silence-none = Answer expected before { $day }.
review-motivation = Reasons
review-motivation-hint = The applicant will read them with the decision.
review-correction-message = What is to be corrected
review-correction-message-hint = The applicant will read this message. Tell them precisely what to do.
review-correction-fields = The answers to correct
review-correction-fields-hint = The applicant will only be able to change those. With none chosen, they can change everything.
review-corrections = Correction requests
review-correction-done = Corrected on { $at }
review-correction-waiting = Requested on { $at }
review-decided-by = By { $name }.
review-superseded = This decision was taken back on { $at }.
review-history = History
review-history-by = by { $name }
review-history-auto = automatically
review-done = The dossier is up to date.

## A step that did not go through
review-error-conflict = The dossier changed while you were reading it. Read it again, then try again if it still makes sense.
review-error-not-enabled = This action is no longer possible: the dossier is in another state.
review-error-wrong-role = This action is not open to you.
review-error-guard = The conditions of this action are not met.
review-error-motivation-required = Write the reasons: the law asks for this decision to be explained.
review-error-message-empty = Write what is to be corrected.
review-error-endless = The workflow of this procedure goes round in circles: tell its official.
review-error-overdue = A time limit had run out: open the application again to see what has changed.
review-error-exclude = Another part of the work, which you did, keeps you from doing this one.
review-error-outcome = This task can’t end so.

## Taking a row of a clock back
review-void = Take this back
review-void-text = An unlawful request does not stop the clock. See what would change before you decide: nothing changes until you confirm.
review-void-now = Today
review-void-then = If you take it back
review-void-why = Why take it back
review-void-why-hint = This reason stays in the history of the application.
review-void-confirm = Take this row of the clock back
