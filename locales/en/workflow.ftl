# The workflow: phases, refusals, what a checker says of a definition.

## Phases
workflow-phase-draft = Draft
workflow-phase-submitted = Submitted
workflow-phase-review = Under review
workflow-phase-waiting = Waiting for the applicant
workflow-phase-accepted = Accepted
workflow-phase-refused = Refused
workflow-phase-closed = Closed without further action
workflow-phase-withdrawn = Withdrawn by the applicant

## Outcomes of a decision
workflow-outcome-accepted = Request accepted
workflow-outcome-refused = Request refused
workflow-outcome-closed = Request closed without further action
workflow-outcome-withdrawn = Request withdrawn

## Reasons of a correction request
workflow-correction-incorrect = Some answers need correcting
workflow-correction-incomplete = Something is missing
workflow-correction-outdated = Something is out of date

## Actions
workflow-action-notify = Send an e-mail
workflow-action-message = Write a message in the dossier
workflow-action-set = Give a variable a value
workflow-action-assign = Assign the dossier
workflow-action-request-correction = Ask for a correction
workflow-action-deadline = Act on a deadline
workflow-action-document = Make a document
workflow-action-webhook = Tell another program

## Refusals of a command
workflow-refusal-not-enabled = This action is no longer possible: the dossier is in another state.
workflow-refusal-wrong-role = Your role does not allow this action.
workflow-refusal-guard = The conditions for this action are not met.
workflow-refusal-motivation-required = Give the reason for the decision.
workflow-refusal-endless = The workflow of this procedure goes round in circles. Tell the official in charge of the procedure.
workflow-refusal-overdue = What follows from a time limit that has run out comes first: open the dossier again to see what has changed.
workflow-refusal-exclude = Another part of the work, done by the same person, keeps them from this one.
workflow-refusal-outcome = This task can’t end so.

## Problems of a definition: shape
workflow-problem-E-required = “{ $name }” is missing.
workflow-problem-E-unknown = “{ $name }” does not exist here.
workflow-problem-E-value = This value is not allowed here (rule “{ $keyword }” of the schema).
workflow-problem-E-action = There is no action called “{ $name }”.
workflow-problem-E-duration = “{ $value }” is not a duration. Write for example P15D (15 days), P2M (2 months) or PT12H (12 hours).
workflow-problem-E-unsupported = “{ $name }” is not supported by this version yet.

## Rules
workflow-problem-E-rule-operator = There is no operator “{ $operator }” in rules.
workflow-problem-E-rule-arguments = The operator “{ $operator }” has the wrong number of operands.
workflow-problem-E-rule-shape = A rule is an object that holds one operator.
workflow-problem-E-rule-variable = A variable is named in plain text, with dots.
workflow-problem-E-rule-nesting = “{ $operator }” cannot stand inside another “some”, “all” or “none”.
workflow-problem-E-rule-depth = This rule is nested too deep (more than { $max } levels).
workflow-problem-E-rule-size = This rule is too long (more than { $max } parts).
workflow-problem-E-variable = The variable “{ $name }” does not exist.
workflow-problem-E-literal = “{ $name }” can never be { $value }.
workflow-problem-E-type = { form-problem-rule-type }.

## References
workflow-problem-E-target = There is no state “{ $name }”.
workflow-problem-E-document = No action makes the document “{ $name }”.
workflow-problem-E-role = There is no role “{ $name }”.
workflow-problem-E-external = “{ $name }” has no account: a task is all that can be asked.
workflow-problem-E-shows = The task “{ $name }” is done by agents, who read the whole dossier: “shows” is for an “external” role only.
workflow-problem-E-form = The form “{ $name }” is not declared in “forms”.
workflow-problem-E-data = The variable “{ $name }” is not declared in “data”.
workflow-problem-E-data-schema = The declaration of the variable “{ $name }” is not a valid JSON Schema.
workflow-problem-E-default = The default value of “{ $name }” is not allowed by its declaration.
workflow-problem-E-return = There is no telling where “{ $target }” goes from the state “{ $name }”.
workflow-problem-E-timer = This timer has neither a target nor an action: it serves nothing.

## Deadlines
workflow-problem-E-deadline = There is no deadline “{ $name }”.
workflow-problem-E-draft-clock = The deadline “{ $name }” starts in a draft: a deadline runs from a submission.
workflow-problem-E-calendar = The public holidays of this territory are not known: this deadline can’t count business days.
workflow-problem-E-civil-duration = “{ $value }” counts hours. A deadline counts days, weeks, months or years, for example P2M.
workflow-problem-E-business-duration = “{ $value }” can’t be counted in business days. Write a number of days, for example P10D.
workflow-problem-E-duration-gap = When no condition holds, this deadline has no duration. End with a duration that has no condition.
workflow-problem-E-extend = Add “by”: how much longer is this deadline?

## Flow
workflow-problem-E-no-final = No state is final: a dossier would never end.
workflow-problem-E-unreachable = No dossier can come to the state “{ $name }”.
workflow-problem-E-dead-end = From the state “{ $name }”, a dossier can never end.
workflow-problem-E-dead-transition = Nobody will ever be able to use “{ $name }”.
workflow-problem-E-dead-branch = This way to “{ $name }” never serves: its condition never holds, or the dossier has gone on before.
workflow-problem-E-loop = The state “{ $name }” comes back to itself by automatic branches: the dossier would go round for ever.
workflow-problem-E-gap = In the state “{ $name }”, a dossier would be stranded: no condition holds with { $example }.
workflow-problem-W-gap = In the state “{ $name }”, a dossier would be stranded if these values could be left blank: no condition holds with { $example }.
workflow-problem-W-overlap = This branch to “{ $name }” does not serve when an earlier one holds as well, for example with { $example }.
workflow-problem-E-no-done = Nothing follows the work of the state “{ $name }”: say what does (“onDone”).
workflow-problem-E-never-done = “onDone” never comes in the state “{ $name }”: it has neither tasks nor parallel parts.
workflow-problem-E-shadowed = This branch to “{ $name }” never serves: earlier ones take all its cases.
workflow-problem-W-shadowed = The action “{ $name }” of this state replaces the common action of the same name.
workflow-problem-E-not-final = The state “{ $name }” holds a decision: it must be final.
workflow-problem-E-leave-final = The final state “{ $name }” can only be left by an action of kind “reopen”.
workflow-problem-E-phase = The phase of the state “{ $name }” is “{ $phase }” and its decision “{ $outcome }”: they must say the same.
workflow-problem-E-nobody = Nobody can do “{ $name }”: its role has no page for it.
workflow-problem-E-never-started = Nothing ever starts the time limit “{ $name }”.
workflow-problem-E-condition = This rule gives a number or a text: a condition is true or false.
workflow-problem-E-set = “{ $name }” only takes the values that are listed: this gives it none of them.
workflow-problem-W-set = “{ $name }” only takes the values that are listed: this may give it another.

## People
workflow-problem-E-stuck = In the state “{ $name }”, the applicant can do nothing although they are waited for.
workflow-problem-W-empty = The task “{ $name }” is done once for each item of a list that may be empty: nobody would do it, and the step would wait. Say when it is to be done (when), how many there must be (minItems), or what silence means (due).
workflow-problem-W-no-timer = The state “{ $name }” waits without a time limit: plan a reminder or a due date.
workflow-problem-E-invoke = What is asked of the service is not well written: { $name }.
workflow-problem-E-path = No address is written so: “{ $name }”. Encode spaces, accents and braces, and do not climb by “..”.
workflow-problem-E-invoke-initial = The first state can ask nothing of others (“{ $name }”): a draft is nobody’s but its author’s.
workflow-problem-W-dues = The time limits of the steps add up past the deadline “{ $name }” ({ $value }): { $example }.
workflow-problem-W-no-error = Nothing follows when the outside work “{ $name }” fails: say what does (“onError”).

## Scenarios and texts
workflow-problem-E-scenario = The scenario “{ $name }” fails at step { $step }: expected “{ $expected }”, got “{ $got }”.
workflow-problem-W-never = This condition is never true.
workflow-problem-W-always = This condition is always true.
workflow-problem-W-uncovered = No scenario tries “{ $name }”.
workflow-problem-W-label = This text is missing in the language “{ $language }”.

## Tasks
workflow-problem-E-outcome = “{ $name }” is not an outcome of this task.
workflow-problem-E-vote = The vote “{ $name }” has no voters: say how many there are (“instances”).
workflow-problem-E-reasons = The vote “{ $name }” leads at once to “{ $target }”, a decision that must say why: nobody would write its reasons, for those of a ballot are not those of the committee. Put a task or a button before it, for whoever writes them.
workflow-problem-E-quorum = This quorum is above the number of voters there are for sure ({ $count }).
workflow-problem-E-majority = This majority is above the number of voters there are for sure ({ $count }).
workflow-problem-E-abstain = In the vote “{ $name }”, abstaining would be voting for: give the abstention an outcome of its own.
workflow-problem-E-no-against = In the vote “{ $name }”, nobody can vote against: add an outcome to the task.
workflow-problem-W-tie = In the vote “{ $name }”, “tie” has no effect: with this majority, as many votes for as against win or lose by themselves.
workflow-problem-E-share = “{ $value }” is no part of the voters: write for example 1/2 or 2/3.
workflow-problem-W-zero = “{ $name }” ends as soon as it starts: give it a length.
workflow-problem-W-remind = This reminder would come before “{ $name }” starts: remind later.
workflow-problem-W-by = “by” only goes with “extend”: it has no effect with “{ $name }”.
workflow-problem-W-no-effect = The button “{ $name }” leads nowhere and does nothing.
workflow-problem-W-reopen = “{ $name }” reopens a dossier that is not closed: “reopen” is for final states.
workflow-problem-W-given = This scenario gives “{ $name }” a value that it never has in a dossier: see “data”.
workflow-problem-E-duty = “{ $name }” may need { $need } different people of the role “{ $role }”, which has only { $count } for sure.
workflow-problem-E-exclude = “{ $name }” is neither a task nor a button of this workflow.
workflow-problem-E-regions = The state “{ $name }” can’t have parallel parts: only a state of the workflow itself whose type is “parallel” has them.
workflow-problem-E-parallel-tasks = The tasks of the parallel state “{ $name }” would never be waited for: put them in one of its parts.
workflow-problem-E-twice = “{ $name }” would be open twice at once: give it another name here.
workflow-problem-E-chart = This workflow can’t run: { $detail }

## What tasks come to
workflow-result-favorable = Favourable
workflow-result-unfavorable = Unfavourable
workflow-result-reserved = Favourable with reservations
workflow-result-abstain = Abstention
workflow-result-rejected = Rejected
workflow-result-no-quorum = No quorum
workflow-result-grant = Grant
workflow-result-refuse = Refuse
workflow-result-eligible = Eligible
workflow-result-ineligible = Not eligible
workflow-result-complete = Complete
workflow-result-incomplete = Incomplete
workflow-result-approve = Approve
workflow-result-reject = Reject
workflow-result-done = Done
workflow-result-paid = Paid
workflow-result-signed = Signed
