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
dossiers-task-todo = To complete
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

## Receipt
dossiers-receipt = Acknowledgement of receipt
dossiers-receipt-number = Number of the dossier
dossiers-receipt-on = Submitted on
dossiers-receipt-acceptance = If your dossier is complete and you have no answer by { $day }, your request will be accepted. You will be able to ask the service for a certificate.
dossiers-receipt-rejection = If your dossier is complete and you have no answer by { $day }, your request will be rejected. You will be able to contest this rejection.
dossiers-receipt-none = The service must answer you before { $day }. Silence is not a decision.

## Decision
dossiers-decision-on = Decision of { $at }.
dossiers-decision-tacit = Decision born of the administration’s silence on { $at }.
dossiers-decision-reasons = The reasons

## What was just done
dossiers-started = Your draft is ready. Everything you write is kept.
dossiers-saved = Your draft is saved. You can come back whenever you like.
dossiers-submitted = Your request has been sent. An e-mail confirms it.
dossiers-done = The dossier is up to date.
dossiers-discarded = The draft is deleted.
