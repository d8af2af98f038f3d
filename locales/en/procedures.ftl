procedures-home-title = Your paperwork online
procedures-home-lead = Prepare your request at your own pace, follow it at every step, receive the decision here.
procedures-home-my-dossiers = Go to my files
procedures-home-procedures = Procedures
procedures-home-how = How does it work?
procedures-home-step-1 = You prepare your request.
procedures-home-step-1-text = Everything you write is kept. You can stop and come back later.
procedures-home-step-2 = You submit it.
procedures-home-step-2-text = You receive a number and an acknowledgement of receipt.
procedures-home-step-3 = You follow your file.
procedures-home-step-3-text = You see who has it, you can write to the team, and you read the decision.
procedures-search = Search for a procedure
procedures-search-hint = For example: canteen, association, scaffolding
procedures-catalogue-title = Procedures
procedures-found = { $n ->
    [0] No procedure found
    [one] { $n } procedure
   *[other] { $n } procedures
}
procedures-all = See all procedures
procedures-none = No procedure matches
procedures-none-text = Try another word, or look at the whole list.
procedures-minutes = { $n ->
    [one] About { $n } minute
   *[other] About { $n } minutes
}
procedures-start = Start
procedures-register = Create an account
procedures-start-account = With an account you can find your request again and follow the answer.
procedures-prefill = Part of the form is already filled in
procedures-prefill-filled = These answers will be in your draft. You will be able to change them.
procedures-prefill-left = These answers could not be taken over:
procedures-prefill-gone = This link no longer fills the form in: it has been used, or is more than five days old. If you started with it, your draft is in your dossiers. If not, you can start with an empty form.
procedures-draft-months = { $n ->
    [one] A draft that nobody touches is deleted after { $n } month.
   *[other] A draft that nobody touches is deleted after { $n } months.
}
procedures-closed-not-yet = This procedure opens on { $day }.
procedures-closed-over = This procedure closed at the end of { $day }.
procedures-closed-closed = This procedure is closed: no new file can be started.
procedures-audience = Who is it for?
procedures-have-at-hand = What to have at hand
procedures-answer = When will you have an answer?
procedures-delay-months = { $n ->
    [one] The team has { $n } month to answer a complete file.
   *[other] The team has { $n } months to answer a complete file.
}
procedures-delay-days = { $n ->
    [one] The team has { $n } day to answer a complete file.
   *[other] The team has { $n } days to answer a complete file.
}
procedures-silence-acceptance = If there is no answer within this time, your request is accepted.
procedures-silence-rejection = If there is no answer within this time, your request is rejected.
procedures-silence-none = No answer does not mean a decision.
procedures-remedies = If you disagree with the decision
procedures-legal-basis = The law
procedures-data-protection = Your personal data
procedures-recipients = Who sees your data:
procedures-retention = { $n ->
    [one] Your data is kept for { $n } month after the decision.
   *[other] Your data is kept for { $n } months after the decision.
}
procedures-to-know = Good to know
procedures-duration = Time to fill in
procedures-pages = The steps
procedures-closes = Until
procedures-contact = A question?
procedures-studio-title = Design
procedures-revision = Revision { $n }
procedures-status-published = Open
procedures-status-closed = Closed
procedures-publish-title = Publish a procedure
procedures-publish-text = The file is checked first, and its own tests are run. If there is an error, nothing changes. If there is none, a new revision is published: new files follow it, running files keep theirs.
procedures-publish-label = Content of procedure.json
procedures-publish-hint = Paste the whole file here
procedures-files-label = Lists and models that the file names (optional)
procedures-files-hint = For example posts.csv. Those of the revision in force are kept as long as you send no others of the same name.
procedures-files-again = Nothing is published yet: choose the files to attach again.
procedures-file-unnamed = “{ $name }” is named nowhere in the procedure: take it out, or name it.
procedures-publish-submit = Check and publish
procedures-published = The new revision is published.
procedures-unchanged = This file is already that of the current revision: nothing has changed.
procedures-status-changed = Done.
procedures-not-json = This is not JSON: error at line and column { $place }.
procedures-studio-public = See the public page
procedures-studio-download = Download procedure.json
procedures-studio-failures = { $n ->
    [one] One message has not left: see “{ procedures-notifications }”.
   *[other] { $n } messages have not left: see “{ procedures-notifications }”.
}
procedures-studio-dossiers = { $n ->
    [0] No file submitted
    [one] { $n } file submitted
   *[other] { $n } files submitted
}
procedures-studio-nobody = Nobody yet
procedures-studio-revisions = Revisions
procedures-studio-unfit = This version of the site can no longer open the published form
procedures-studio-unfit-text = Nobody can start an application, nor change those that follow this revision: they can only be read. Nothing is lost. Publish the corrected file to open the procedure again.
procedures-studio-close = Close to new files
procedures-studio-open = Open to new files
procedures-accessibility-title = Accessibility: partially compliant
procedures-accessibility-lead = We want everyone to be able to use this site, with a screen reader, with the keyboard alone, on a small screen or without JavaScript.
procedures-accessibility-state-title = State of compliance
procedures-accessibility-state = This site is partially compliant with the French accessibility standard (RGAA), version 4.1: no external body has audited it yet.
procedures-accessibility-tests-title = What we check
procedures-accessibility-tests = At every change of the software, an automatic tool (axe-core) checks the pages of the journeys in a real browser, on a phone and on a computer, with and without JavaScript.
procedures-accessibility-contact-title = Write to us
procedures-accessibility-contact = If you can’t reach a page or a service, write to the team named on the procedure’s page: it will give you the information in another way.
procedures-accessibility-remedy-title = If the answer does not suit you
procedures-accessibility-remedy = You can write to the French Defender of Rights, at www.defenseurdesdroits.fr, by phone on +33 9 69 39 00 00, or by post: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.
procedure-problem-schema =
    { $kind ->
        [required] “{ $what }” is missing.
        [unknown] What follows is not known here: { $what }.
        [type] { $what ->
            [string] A text is expected, between quotation marks.
            [object] An object is expected, between braces.
            [array] A list is expected, between square brackets.
            [integer] A whole number is expected.
            [number] A number is expected.
            [boolean] true or false is expected.
           *[other] A value of type { $what } is expected.
        }
        [choice] One of these values is expected: { $what }.
        [pattern] This text must follow the pattern { $what }.
        [short] This is too short: at least { $what }.
        [long] This is too long: at most { $what }.
        [low] This is too small: at least { $what }.
        [high] This is too large: at most { $what }.
        [keyword] The rule “{ $what }” of the schema is not followed.
       *[other] The file does not have the expected shape: { $what }
    }
procedure-problem-slug = The address of the procedure will not do.
procedure-problem-service-missing = The team that people can reach is missing.
procedure-problem-service-phone = The team’s phone number is missing (CRPA, article R112-11-1).
procedure-problem-service-address = The team’s postal or e-mail address is missing (CRPA, article R112-11-1).
procedure-problem-silence-missing = What the administration’s silence means is missing.
procedure-problem-silence-opposite = The file tells citizens what silence means, and the circuit decides the opposite when its clock runs out.
procedure-problem-silence-unrecorded = Silence means acceptance, and no clock of the circuit records it: citizens are told a date on which nothing happens here.
procedure-problem-silence-delay = No clock of the circuit has the length that citizens are told of silence.
procedure-problem-remedies-missing = The remedies and their time limits are missing.
procedure-problem-template-missing = The model { $name } does not lie beside the file.
procedure-problem-case-failed = The test “{ $name }” fails: { $detail }
procedure-problem-workflow-unknown = No workflow has this name.
procedure-problem-group-unknown = No group is called { $name }.
procedure-problem-role-unknown = The circuit has no role { $name } that anybody could hold.
procedure-problem-role-unbound = Nobody holds the role { $name }: name people, here or on the procedure’s page.
procedure-problem-role-few = The role { $name } takes { $need } people at least; { $count } are named.
procedure-problem-agent-form-unknown = No agents’ form is called { $name }.
procedure-problem-agent-form-applicant = The button { $button }, which the applicant may press, asks for the agents’ form { $name }: an applicant fills the form of the request, and no other.
procedure-problem-agent-form-files = An agents’ form can’t ask for files or maps.
procedure-problem-agent-form-references = An agents’ form can’t search an external reference.
procedure-problem-shows-unknown = The task “{ $name }” shows “{ $shown }”, which is no question of the form.
procedure-problem-duplicate-group = Two groups are called { $name }.
procedure-problem-tag-unknown = The tag “{ $name }” reads nothing.
procedure-problem-tag-open = A tag begins with “{"{{"}” and is not closed by “{"}}"}”.
procedure-problem-document-unknown = The document model “{ $name }” is not in “documents”.
procedure-problem-message-unknown = The mail or message “{ $name }” is not in “messages”, nor one of ours.
procedure-problem-placeholder = This text is still to be completed.
procedure-problem-other = A problem keeps this from being published: { $code }

## What a case of a procedure expects
procedure-case-none = none
procedure-case-valid = valid: expected { $expected }, got { $found } (errors: { $errors })
procedure-case-errors = errors: expected { $expected }, got { $found }
procedure-case-eligible = eligible: expected { $expected }, got { $found }
procedure-case-visible = { $pointer } is visible
procedure-case-hidden = { $pointer } is hidden
procedure-case-value = { $pointer }: expected { $expected }, got { $found }
procedure-case-group = group: expected { $expected }, got { $found }
procedure-case-step = step { $step }: expected { $expected }, got { $found }
procedure-case-unread = the file can’t be read: { $error }
procedure-case-form = the form has problems ({ $count }): see guichet check
procedure-case-workflow = the workflow has problems ({ $count }): see guichet check

## What happened to a dossier by itself, or to a clock
procedures-clock-expiry = { $deadline }: time limit reached
procedures-clock-reminder = { $deadline }: reminder sent
procedures-clock-void = { $deadline }: row taken back
procedures-answer-done = A service elsewhere has answered
procedures-answer-failed = A service elsewhere could not answer
procedures-recusal = Recusal: { $task }
procedures-timer = Scheduled step

## The circuit, drawn
procedures-circuit = The circuit
procedures-circuit-text = The states of a dossier, and what moves it from one to the next.
procedures-circuit-drawing = Diagram of the circuit
procedures-circuit-desc = The list that follows says the same.
procedures-circuit-at = The dossier is in the state “{ $state }”.
procedures-circuit-list = The circuit as a list
procedures-circuit-here = The dossier is here
procedures-circuit-done-before = it was there before
procedures-circuit-work = To do: { $work }
procedures-circuit-stays = the state does not change
procedures-circuit-or = { " or " }
procedures-circuit-after = After { $length }
procedures-circuit-delay = After a delay
procedures-circuit-expiry = { $deadline }: time is over
procedures-circuit-always = At once
procedures-circuit-if = At once, on a condition
procedures-circuit-done = Once the work is done
procedures-circuit-done-if = Once the work is done, by its result
procedures-circuit-answered = Answer received
procedures-circuit-failed = The call failed

## What leaves a procedure
procedures-notifications = What leaves, and programs that are told
procedures-failures = Failed deliveries
procedures-failures-text = These have failed at every try. Once the cause is mended, send them again: nothing is lost, and a receiver recognises a repeat.
procedures-failure-dossier = File
procedures-effect-mail = E-mail
procedures-effect-notify = Notice by e-mail
procedures-effect-invoke = Request to a service elsewhere
procedures-effect-answer = Answer of another file
procedures-effect-receipt = Acknowledgement of receipt that has not left
procedures-effect-webhook = Program that is told
procedures-webhooks = Programs that are told
procedures-webhooks-text = A program elsewhere may be told when the workflow asks for it (action “webhook”). It learns the number of the file and its state, never the answers.
procedures-webhook-url = Address of the program
procedures-webhook-url-hint = For example https://si.example.fr/guichet. The administrator of the site must have allowed this server.
procedures-webhook-events = Events
procedures-webhook-which = Events to tell
procedures-webhook-every = All, and those of later revisions
procedures-webhook-all = All
procedures-webhook-none = The workflow in force tells no event yet: this program will learn those that later revisions tell.
procedures-webhook-since = Since
procedures-webhook-add = Add this program
procedures-webhook-stop = Stop
procedures-webhook-stop-label = Tell nothing more to { $url }
procedures-webhook-stopped = This program is told nothing more.
procedures-webhook-stopped-at = Stopped on { $at }
procedures-webhook-key = The program was added. This is its signing key.
procedures-webhook-key-text = Copy it now: it is not shown again.
procedures-error-webhook-events = Tick at least one event, or all
procedures-error-webhook-empty = Enter the address of the program
procedures-error-webhook-long = The address is too long: at most 500 characters
procedures-error-webhook-host = Nothing can be sent to this address: ask the administrator of the site to allow this server, and write the address in full, with https://
procedures-error-webhook-many = Twenty programs are told already: stop one first
procedures-moved = Moved to version { $n } of the procedure
