# The applicant's dossiers.

## My dossiers
dossiers-list-title = My dossiers
dossiers-list-none = You have no dossier yet
dossiers-list-none-text = Choose a procedure: your draft will be kept here.
dossiers-list-new = Start a procedure
dossiers-list-to-do = Your turn
dossiers-list-submitted = Submitted on { $at }
dossiers-list-changed = Changed on { $at }
dossiers-number = Dossier no. { $number }

## Who files
dossiers-identity = Who you are
dossiers-identity-account = Your name and your address come from your account.
dossiers-identity-organisation = The organisation that you apply for
dossiers-identity-organisation-optional = If you apply for an organisation
dossiers-name = Name
dossiers-email = E-mail address
dossiers-siret = SIRET number
dossiers-siret-hint = 14 digits, on the Sirene registration notice. For example: 362 521 879 00034
dossiers-organisation = Name of the organisation
dossiers-error-identity = Tell us which organisation you apply for.
dossiers-error-siret = Check the SIRET number: it has 14 digits.
dossiers-error-organisation = Enter the name of the organisation, in 200 characters at most.

## A page of the form
dossiers-page-previous = Previous page
dossiers-page-dossier = Back to the dossier
dossiers-page-continue = Continue
dossiers-page-save = Save and come back later

## Check and send
dossiers-check-title = Check your answers
dossiers-check-link = Check and send
dossiers-check-errors = Something is missing or needs correcting
dossiers-check-send = Send your request
dossiers-check-send-text = By submitting this dossier, you confirm that this information is correct to the best of your knowledge.
dossiers-check-send-correction = The service will resume its review of your dossier with these answers.

## One dossier
dossiers-answers = The answers
dossiers-tasks = What is left to do
dossiers-task-done = Complete
dossiers-task-progress = To complete
dossiers-task-error = To correct
dossiers-task-todo = Not started yet
dossiers-task-optional = Optional
dossiers-modify = Change my request
dossiers-unsent = You have changed your request, but the service has not received your changes yet: check them, then send them.
dossiers-timeline = Where your dossier stands
dossiers-other-steps = Other actions
dossiers-discard = Delete this draft
dossiers-discard-text = What you wrote and the attached files will be lost. This cannot be undone.
dossiers-discard-confirm = Delete for good
dossiers-correction-title = The service asks you for a correction
dossiers-correction-fields = To correct:
dossiers-correction-start = Correct

## Who else fills
dossiers-list-invited = You were invited to fill in
dossiers-list-mine = Your dossiers
dossiers-list-invited-by = Dossier of { $name }
dossiers-invited-by = { $name } invited you to fill in this dossier. You can write the answers and attach files. Only that person can send or delete it.
dossiers-saved-at = Last saved on { $at }.
dossiers-saved-by = Last saved on { $at }, by { $name }.
dossiers-check-not-yours = Only the person who started this dossier can send it. Let them know when your answers are ready.
dossiers-sharing = Who can fill in this dossier
dossiers-sharing-you = You, and the people whom you invite.
dossiers-sharing-accepted = Has access
dossiers-sharing-sent = Invitation sent
dossiers-sharing-expired = Invitation too old
dossiers-sharing-address = Invitation sent to { $email }.
dossiers-sharing-account = Accepted with the account { $email }.
dossiers-sharing-until = Sent on { $sent }. The link works until { $until }.
dossiers-sharing-resend = Send again
dossiers-sharing-resend-to = Send the invitation to { $email } again
dossiers-sharing-revoke = Remove access
dossiers-sharing-revoke-of = Remove the access of { $who }
dossiers-sharing-invite = Invite someone to fill in this dossier
dossiers-sharing-text = They will get a link by e-mail. With an account, they will be able to read and write the answers and attach files, until the decision. They will not be able to send, withdraw or delete your dossier, nor invite others. They will read neither the team’s messages nor the decision.
dossiers-sharing-email = E-mail address of the person to invite
dossiers-sharing-send = Send the invitation
dossiers-invitation-title = You are invited to fill in a dossier
dossiers-invitation-from = { $name } ({ $email }) invites you to fill in their dossier “{ $title }”.
dossiers-invitation-may = You will be able to read and write the answers and attach files. Only that person will be able to send the dossier.
dossiers-invitation-stranger = If you do not know this person, close this page: nothing will happen.
dossiers-invitation-other = The invitation was sent to { $invited }, and you are signed in as { $account }. If you accept, the person who invites you will see this address.
dossiers-invitation-accept = Accept the invitation
dossiers-invitation-accept-as = Accept as { $email }
dossiers-invitation-account = To accept, you need an account. Sign in, or create an account with the address { $email }: you will come back here.
dossiers-invitation-accepted = You can now fill in this dossier.
dossiers-invited = The invitation is sent.
dossiers-uninvited = This person no longer has access to your dossier.
dossiers-error-invitation-self = This is your own address: you can already fill in this dossier.
dossiers-error-invitation-known = This person can already fill in this dossier.
dossiers-error-invitation-many = You can invite ten people at most. Remove someone’s access first.

## Answers given beforehand, copies
dossiers-origin-prefill = Some answers are already filled in
dossiers-origin-copy = This draft takes over dossier no. { $number }
dossiers-origin-filled = Check these answers. You can change them.
dossiers-copy = Make a new request with these answers
dossiers-copy-text = A new draft will take over the answers and the files of this dossier, if the procedure still asks for them. You will be able to change everything before you send it. This dossier does not change.
dossiers-copy-start = Make a draft
dossiers-copied = Your new draft is ready.

## How long a draft is kept
dossiers-expires = This draft will be deleted on { $day } if nobody touches it.
dossiers-keep = Keep it longer
dossiers-kept = Your draft is kept longer.

## Receipt
dossiers-receipt = Acknowledgement of receipt
dossiers-receipt-title = Acknowledgement of receipt of dossier { $number }
dossiers-receipt-number = Number of the dossier
dossiers-receipt-procedure = Procedure
dossiers-receipt-applicant = Submitted by
dossiers-receipt-on = Date of receipt
dossiers-receipt-completed = Additions received on
dossiers-receipt-moved = Time limit changed on
dossiers-receipt-service = Service in charge of your dossier
dossiers-receipt-silence = If you receive no answer
dossiers-receipt-acceptance = If your dossier is complete and you have no answer by { $day }, your request will be accepted. You will then be able to ask the service for a certificate of this acceptance (article L232-3 of the French code of relations between the public and the administration). If a document is missing, this date changes.
dossiers-receipt-acceptance-undated = If your dossier is complete and you have no answer within the time set by law, your request will be accepted. You will then be able to ask the service for a certificate of this acceptance (article L232-3 of the French code of relations between the public and the administration).
dossiers-receipt-rejection = If your dossier is complete and you have no answer by { $day }, your request will be rejected. You will be able to contest this rejection: how, and until when, is in your acknowledgement of receipt. If a document is missing, this date changes.
dossiers-receipt-rejection-undated = If your dossier is complete and you have no answer within the time set by law, your request will be rejected. You will be able to contest this rejection: how, and until when, is in your acknowledgement of receipt.
dossiers-receipt-none = The service must answer you by { $day }. No answer means neither acceptance nor refusal. If you hear nothing, contact the service.
dossiers-receipt-none-undated = No answer means neither acceptance nor refusal. If you hear nothing, contact the service.
dossiers-receipt-stopped = The time limit is suspended: the service is waiting for your answer. When it runs again, you will receive a new acknowledgement of receipt with the new date.
dossiers-receipt-link = See the acknowledgement of receipt
dossiers-receipt-download = Download the acknowledgement of receipt (PDF)
dossiers-receipt-issued = Acknowledgement of receipt no. { $n } of { $at }
dossiers-receipt-replaced = A new acknowledgement of receipt took the place of this one on { $at }.
dossiers-receipt-others = Other acknowledgements of receipt of this dossier

## Decision
dossiers-decision-on = Decision of { $at }.
dossiers-decision-tacit = Decision born of the administration’s silence on { $at }.
dossiers-decision-reasons = The reasons

## What was just done
dossiers-started = Your draft is ready. Everything you write is kept.
dossiers-saved = Your draft is saved. You can come back whenever you like.
dossiers-noticed = On the previous page, a town was not recognised. You can correct it when you check your answers, before sending them.
dossiers-submitted = Your request has been sent. An e-mail confirms it.
dossiers-done = The dossier is up to date.
dossiers-discarded = The draft is deleted.
dossiers-unsaved = What you wrote here on { $at }, after your session had ended, is here. Continue or save to keep it.
dossiers-unsaved-files = If you had chosen files, attach them again.
dossiers-unsaved-kept = Your session has ended. What you have just written is kept: sign in to find it again.

## The clocks of a dossier
dossiers-clocks = Time limits
dossiers-clock-history = How this time limit was counted
dossiers-clock-running = { $days ->
    [0] Until { $due }: this is the last day.
    [one] Until { $due }: 1 day left.
   *[other] Until { $due }: { $days } days left.
}
dossiers-clock-suspended = Suspended. If it resumed today, it would run until { $due }.
dossiers-clock-expired = Ran out on { $due }.
dossiers-clock-ended = Ended: nothing is awaited any more.
dossiers-clock-started-on = Started on { $from }, for { $length }
dossiers-clock-suspended-on = Suspended since { $from }
dossiers-clock-paused-on = Suspended from { $from } to { $to }
dossiers-clock-restarted-on = Started anew on { $from }
dossiers-clock-extended-on = Extended by { $length } on { $from }
dossiers-clock-ended-on = Ended on { $from }
dossiers-clock-expired-on = Ran out on { $from }
dossiers-clock-because = { $what }: { $reason }
dossiers-clock-because-incorrect = answers to correct
dossiers-clock-because-incomplete = documents requested
dossiers-clock-because-outdated = information to update
dossiers-clock-idle = { $what } (no effect)
dossiers-clock-void = { $what } – taken back on { $on }: { $reason }

## How far a dossier is
dossiers-stage = Step { $n } of { $total }: { $name }
dossiers-stage-draft = you are preparing your request
dossiers-stage-submitted = your request is submitted
dossiers-stage-review = the service is reviewing your request
dossiers-stage-decision = your dossier is closed
dossiers-stage-waiting = the service is waiting for your answer

## What is awaited of others
dossiers-awaited = Waiting for
dossiers-awaited-since = (since { $at })
dossiers-awaited-http = The answer of another service
dossiers-awaited-sign = A signature
dossiers-awaited-pay = A payment
dossiers-awaited-case = The decision on another file { $number }
dossiers-awaited-go-sign = Go and sign
dossiers-awaited-go-pay = Go and pay
dossiers-awaited-go-case = Open file { $number }

## The history, verified
dossiers-audit = Verification of the history
dossiers-audit-link = Verify the history
dossiers-audit-at = Dossier no. { $number }, verified on { $at }.
dossiers-audit-empty = This dossier has no history yet
dossiers-audit-empty-text = The history begins when the request is sent.
dossiers-audit-result = Result
dossiers-audit-holds = { $n ->
    [one] One step: it was not changed, and no other was removed or added afterwards.
   *[other] { $n } steps: none was changed, removed or added afterwards.
}
dossiers-audit-fault-missing = Step { $n } is missing.
dossiers-audit-fault-changed = Step { $n } is no longer the one that was recorded.
dossiers-audit-fault-cut = The last steps were removed or replaced.
dossiers-audit-fault-ledgers = The time limits of the dossier are no longer those that were recorded.
dossiers-audit-fault-stuck = Step { $n } can’t have happened as it is written.
dossiers-audit-fault-state = The state of the dossier is not the one that its history leads to.
dossiers-audit-fault-answers = The answers of the dossier are not those that were sent.
dossiers-audit-fault-decisions = The decision that the dossier shows is not that of its history.
dossiers-audit-trust-none = Do not trust any step of this history.
dossiers-audit-trust-before = { $last ->
    [one] Step 1 holds. From step { $n } on, do not trust this history.
   *[other] Steps 1 to { $last } hold. From step { $n } on, do not trust this history.
}
dossiers-audit-trust-rest = { $n ->
    [one] The step that is left holds, but it does not tell all that happened.
   *[other] The { $n } steps that are left hold, but they do not tell all that happened.
}
dossiers-audit-trust-shown = The steps themselves were not changed. Trust them, and not what the page of the dossier shows today.
dossiers-audit-do = Print this page, then tell the service in charge of your dossier: it must find out what happened. Also keep the mails and documents that you received.
dossiers-audit-do-desk = Decide nothing on this dossier. Tell the administrator of the site: the command “guichet audit verify” says the same, and a backup shows what changed.
dossiers-audit-checks = What was just verified
dossiers-audit-check-chain = The fingerprint of each step, computed again from what it holds and from the fingerprint of the step before.
dossiers-audit-check-head = The last fingerprint, which the dossier also keeps apart: no step is missing at the end.
dossiers-audit-check-ledgers = The time limits, line by line.
dossiers-audit-check-steps = The steps, taken again one by one: they lead to the state, the answers and the decision that the dossier shows.
dossiers-audit-holding = Holds
dossiers-audit-broken = Does not hold
dossiers-audit-unsure = No longer sure
dossiers-audit-unseen = Not looked at
dossiers-audit-head = The fingerprint of the history
dossiers-audit-head-text = These 64 characters sum up the whole history: if a single word changes, they change. Note them or print this page: another day, you will know whether the history was rewritten since.
dossiers-audit-compare = Compare with a fingerprint that you noted
dossiers-audit-noted = Fingerprint noted another day
dossiers-audit-noted-hint = 64 characters: digits and letters from a to f. Spaces do not count.
dossiers-audit-noted-error = Write the whole fingerprint: 64 characters, digits and letters from a to f.
dossiers-audit-compare-do = Compare
dossiers-audit-found-last = This is the fingerprint of the last step, today’s: nothing changed and nothing was added since you noted it.
dossiers-audit-found = This is the fingerprint of step { $n }, of { $day }: up to this step, nothing changed since you noted it.
dossiers-audit-found-broken = This is the fingerprint of step { $n }, of { $day }, but the history does not hold up to it.
dossiers-audit-unknown = No step of this history bears this fingerprint. Read it again, and check that you noted it for this dossier. If it is right, the history was rewritten since: keep your note and tell the service.
dossiers-audit-steps = The steps
dossiers-audit-step = Step { $n }: { $title }
dossiers-audit-inner = internal step
dossiers-audit-inner-text = An internal step is work of the service. What was said in it is not shown to you, but it is verified like the others.
dossiers-audit-hash = Fingerprint { $hash }…
