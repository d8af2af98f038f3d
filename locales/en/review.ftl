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
review-whom = On whose behalf do you act?
review-whom-own = On your own, { $name }
review-whom-for = On behalf of { $name }
review-step-fill = What you are asked
review-step-gone = This can’t be done in the present state of the request, or not by you.
review-step-left = What you had written was not sent. Copy it if you still need it.
review-step-waits = What you wrote there on { $at } was not sent.
review-leads-to = The dossier will move to “{ $state }”.
review-about = The dossier
review-applicant = Applicant
review-nobody = Nobody
review-receipts = Acknowledgements of receipt
review-silence-acceptance = Without an answer on { $day }, the request of a complete dossier is accepted.
review-silence-rejection = Without an answer on { $day }, the request of a complete dossier is rejected.
review-silence-none = Answer expected by { $day }.
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
review-history-member = a member
review-history-auto = automatically
review-done = The dossier is up to date.

## A step that did not go through
review-error-conflict = The dossier changed while you were reading it. Read it again, then try again if it still makes sense.
review-error-not-enabled = This action is no longer possible: the dossier is in another state.
review-error-wrong-role = This action is not open to you.
review-error-guard = The conditions of this action are not met.
review-error-motivation-required = Write the reasons: the law asks for this decision to be explained.
review-error-answers-unfit = Answer the questions of this action first.
review-error-message-empty = Write what is to be corrected.
review-error-endless = The workflow of this procedure goes round in circles: tell its official.
review-error-overdue = A time limit had run out: open the application again to see what has changed.
review-error-exclude = Another part of the work, which you did, keeps you from doing this one.
review-error-outcome = Choose your conclusion.

## Taking a row of a clock back
review-void = Take this back
review-void-text = An unlawful request does not stop the clock. See what would change before you decide: nothing changes until you confirm.
review-void-now = Today
review-void-then = If you take it back
review-void-why = Why take it back
review-void-why-hint = This reason stays in the history of the application.
review-void-confirm = Take this row of the clock back

## The work of people
review-tasks = Tasks
review-tasks-title = My tasks
review-tasks-lists = Lists of tasks
review-tasks-own = To do
review-tasks-free = To take
review-tasks-none = No task
review-tasks-none-own = The tasks that you take, or that you are given, will appear here.
review-tasks-none-free = The tasks that nobody has taken yet in your groups will appear here.
review-task = Task
review-task-procedure = Procedure
review-task-due-on = Due
review-task-due = due { $at }
review-task-late = Late
review-task-mine = To do
review-task-waiting = Waiting
review-task-over = Over
review-task-do = Your answer
review-task-ways = For whom
review-task-way-own = For yourself
review-task-way-for = For { $name }
review-task-for = You act on behalf of { $name }.
review-task-others = Other people are in charge of this task.
review-task-taken-by = { $name } has taken this task.
review-task-outcome = Your conclusion
review-task-motivation = Reasons or remarks
review-task-motivation-hint = Required if the decision is unfavourable: the law asks that it be explained.
review-task-ballot-hint = It stays with your vote. The decision will be explained by whoever takes it.
review-task-finish = Finish the task
review-task-vote = Vote
review-task-keep = Save without finishing
review-task-kept = Saved. The task stays open.
review-task-claim = Take this task
review-task-claimed = This task is yours.
review-task-release = Put it back
review-task-released = Anybody may take the task. What you wrote in it is kept.
review-task-recuse = Recuse myself
review-task-recuse-text = If a link with this application keeps you from being impartial, say so: you will not be able to do this task any more.
review-task-recuse-why = Why
review-task-recuse-do = Recuse myself
review-task-recused = You are recused from this task.
review-task-dossier = See the whole application
review-vote-cast = { $cast } of { $members } votes cast.
review-vote-needed = At least { $needed } are needed.
review-vote-casting = As many votes for as against. Casting vote: { $outcome }.
review-vote-secret = The vote is secret.
review-part-open = { $name }: waiting
review-part-free = Nobody has taken it yet
review-part-done = { $name }: { $outcome }, { $at }
review-part-done-for = { $name }, on behalf of { $absent }: { $outcome }, { $at }
review-part-tacit = No answer: { $outcome }, { $at }
review-part-recused = { $name } recused themselves
review-part-cancelled = Not to be done any more
review-part-secret = One vote
review-part-answers = Answers
review-error-assigned = Somebody else has taken this task.
review-error-recusation-empty = Write why you recuse yourself.
