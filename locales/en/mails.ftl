# The mails. A letter has a subject, a body (an empty line parts two paragraphs) and, where it leads somewhere, the
# words of its button. Account mails name nobody: anyone can type any name beside any address.

mails-greeting = Hello,
mails-link = { $label }:
mails-address = If the button does not work, copy this address into your browser:
mails-footer = This e-mail was sent automatically: please do not reply to it. We will never ask for your password.

## Accounts
mails-confirm-address-subject = Confirm your e-mail address
mails-confirm-address-body =
    An account has just been created on Guichet with this address. To use it, confirm that the address is yours.

    This link works for two days, once only.

    If you did not create an account, do nothing: without confirmation, nobody can use it.
mails-confirm-address-link = Confirm my address

mails-account-exists-subject = You already have an account
mails-account-exists-body =
    Somebody, probably you, tried to create an account on Guichet with this address. It already has an account: you can sign in with your usual password.

    If you have forgotten it, or if you never confirmed your address, choose a new password.

    If it was not you, do nothing: your account has not changed.
mails-account-exists-link = Choose a new password

mails-reset-password-subject = Choose a new password
mails-reset-password-body =
    You asked to change the password of your Guichet account.

    This link works for one hour, once only.

    If you did not ask for anything, do nothing: your password stays the same.
mails-reset-password-link = Choose a new password

mails-password-changed-subject = Your password was changed
mails-password-changed-body =
    The password of your Guichet account has just been changed.

    If it was you, there is nothing to do.

    If it was not you, choose a new password right away. All your devices will then be signed out.
mails-password-changed-link = Choose a new password

## To the citizen, about a dossier
mails-depot-subject = Acknowledgement of receipt of your application { $number }
mails-depot-body =
    We received your request “{ $procedure }” on { $date }. Its number is { $number }.

    This e-mail is your acknowledgement of receipt: please keep it. It says nothing of the answer that will be given.

    You can follow your application and write to the team at any time on the site.
mails-depot-link = See my application

mails-recepisse-subject = New acknowledgement of receipt of your application { $number }
mails-recepisse-body =
    The date on which no answer to your application “{ $procedure }”, dossier { $number }, becomes a decision changed on { $date }.

    This e-mail is your new acknowledgement of receipt: please keep it. It takes the place of the former one, and says nothing of the answer that will be given.
mails-recepisse-link = See the acknowledgement of receipt

mails-correction-subject = Your application { $number }: a correction is requested
mails-correction-body =
    The team that reviews your request “{ $procedure }” asks you to correct or complete your application { $number }. Only the points given below need another look.

    The review will resume after your answer.
mails-correction-link = Correct my application

mails-rappel_correction-subject = Reminder: your application { $number } awaits a correction
mails-rappel_correction-body =
    The team asked you to correct your application { $number }, “{ $procedure }”. We have not received your answer yet.

    Open your application to see what is asked. If something is difficult, write to the team from the messages of the application.
mails-rappel_correction-link = Correct my application

mails-en_instruction-subject = Your application { $number } is under review
mails-en_instruction-body =
    The review of your request “{ $procedure }” has begun. Your application { $number } can no longer be changed.

    There is nothing for you to do at the moment. If the team needs more information, you will receive an e-mail.
mails-en_instruction-link = See my application

mails-accepte-subject = Your application { $number } is accepted
mails-accepte-body =
    Your request “{ $procedure }”, application { $number }, was accepted on { $date }.

    What the team added, if anything, and how to appeal are given below. The decision is also in your application.
mails-accepte-link = Read the decision

mails-refuse-subject = Your application { $number } is refused
mails-refuse-body =
    Your request “{ $procedure }”, application { $number }, was refused on { $date }.

    The reasons for this refusal, and what you can do if you disagree, are given below. The decision is also in your application.
mails-refuse-link = Read the decision

mails-sans_suite-subject = Your application { $number } is closed without further action
mails-sans_suite-body =
    Your request “{ $procedure }”, application { $number }, was closed without further action on { $date }: the team stopped reviewing it, without accepting or refusing it.

    The reasons, and what you can do if you disagree, are given below. The decision is also in your application.
mails-sans_suite-link = Read the decision

mails-reexamen-subject = Your application { $number } is under review again
mails-reexamen-body =
    The team has resumed the review of your request “{ $procedure }”, application { $number }. The previous decision is no longer in force.

    There is nothing for you to do at the moment. You will receive an e-mail when a new decision is made.
mails-reexamen-link = See my application

## Filling with someone else
mails-invitation-subject = You are invited to fill in a dossier
mails-invitation-body =
    Someone who uses the address { $from } invites you to fill in their dossier “{ $procedure }” on Guichet. You will be able to read and write the answers and attach files.

    This link works for thirty days, once. It is for you: do not pass it on.

    If you do not know this address, do nothing.
mails-invitation-link = See the invitation

mails-invitation-accepted-subject = Dossier { $number }: your invitation is accepted
mails-invitation-accepted-body =
    The account { $from } can now fill in your dossier { $number }, “{ $procedure }”.

    If you do not recognise this address, remove its access from the page of the dossier.
mails-invitation-accepted-link = See my dossier

## Drafts
mails-draft-waiting-subject = Your draft is waiting for you: { $procedure }
mails-draft-waiting-body =
    You started the request “{ $procedure }”, and it is not sent yet. Everything that you wrote is kept.

    You can take it up again whenever you like. This is the only reminder before it is due to be deleted.
mails-draft-waiting-link = Go on with my draft

mails-draft-expires-subject = Your draft will be deleted on { $date }
mails-draft-expires-body =
    Nobody has touched your draft “{ $procedure }” for a long time. It will be deleted on { $date }, with its files.

    To keep it longer, open it and press “Keep it longer”, or go on filling it in. If you no longer need it, there is nothing to do.
mails-draft-expires-link = Open my draft

mails-draft-deleted-subject = Your draft was deleted: { $procedure }
mails-draft-deleted-body =
    Your draft no. { $number }, “{ $procedure }”, was deleted: nobody had touched it for a long time. It had not been sent.

    You can start a new request.
mails-draft-deleted-link = See the procedure

## To those who have no account
mails-opinion-subject = { $task }: your answer on dossier { $number }
mails-opinion-body =
    { $from } asks for your answer on a dossier of the procedure “{ $procedure }”: { $task }.

    No account is needed: the link below opens the page to answer on, and nothing else. It is personal, do not pass it on. It serves once.

    If this is not for you, do nothing, or tell the team.
mails-opinion-link = Answer

mails-opinion-reminder-subject = Reminder – { $task }: your answer on dossier { $number }
mails-opinion-reminder-body =
    { $from } still awaits your answer on a dossier of the procedure “{ $procedure }”: { $task }. It is due soon.

    This new link opens the same page as the former one, with what you have saved there. It is personal, do not pass it on.
mails-opinion-reminder-link = Answer

## To an instructor
mails-nouveau_dossier-subject = New application { $number }: { $procedure }
mails-nouveau_dossier-body =
    A new application is waiting for somebody to take charge of it.

    Application { $number }, “{ $procedure }”, submitted by { $applicant } on { $date }.
mails-nouveau_dossier-link = Open the application

mails-echeance-subject = Application { $number }: { $deadline }, by { $due }
mails-echeance-body =
    A time limit is about to run out for the application { $number }, “{ $procedure }”, of { $applicant }: { $deadline }.

    It ends on { $due }.
mails-echeance-link = Open the application

mails-task-subject = Application { $number }: { $task }
mails-task-body =
    A task is waiting for you on the application { $number }, “{ $procedure }”, of { $applicant }: { $task }.
mails-task-link = Open the task

mails-task-reminder-subject = Reminder – application { $number }: { $task }
mails-task-reminder-body =
    This task is still waiting on the application { $number }, “{ $procedure }”, of { $applicant }: { $task }.

    It is soon due.
mails-task-reminder-link = Open the task

mails-task-late-subject = Late – application { $number }: { $task }
mails-task-late-body =
    The due date of this task has passed on the application { $number }, “{ $procedure }”, of { $applicant }: { $task }.
mails-task-late-link = See the task

mails-opinion-unaddressed-subject = Dossier { $number }: nobody to ask for “{ $task }”
mails-opinion-unaddressed-body =
    The circuit asks for an outside answer on dossier { $number }, “{ $procedure }”, from { $applicant }: { $task }. No address is known: nobody was told.

    Give an address on the page of the task.
mails-opinion-unaddressed-link = Give an address

mails-corrige-subject = Application { $number }: corrections received
mails-corrige-body =
    The corrections requested for the application { $number }, “{ $procedure }”, were sent by { $applicant } on { $date }.

    The review can resume.
mails-corrige-link = Open the application

mails-modifie-subject = Application { $number }: changed by the applicant
mails-modifie-body =
    The application { $number }, “{ $procedure }”, was changed by { $applicant } on { $date }. Its review has not begun yet.
mails-modifie-link = Open the application

## Between colleagues
mails-delegation-given-subject = You have handed your work to a colleague
mails-delegation-given-body =
    What you handed over is listed below. Each trace will bear both your names.

    If you did not do this, take it back and change your password.
mails-delegation-given-link = See or take back what I handed over

mails-delegation-received-subject = { $from } hands you their work
mails-delegation-received-body =
    During this period, you may act for { $from }, beside your own rights. What you are handed is listed below.

    You may end it at any time.
mails-delegation-received-link = See what I was handed

mails-delegation-ended-subject = End of a delegation from { $from }
mails-delegation-ended-body =
    The delegation listed below has ended: nobody may act by it any more.
mails-delegation-ended-link = See my absences and delegations

mails-team-added-subject = You have joined the team of “{ $procedure }”
mails-team-added-body =
    { $from } has added you to a group that handles the cases of “{ $procedure }”.

    If you have no account yet, create one with this address: you will join the group as soon as it is confirmed.
mails-team-added-link = Open Guichet

mails-team-left-subject = { $name } has left the team of “{ $procedure }”
mails-team-left-body =
    Parts of open tasks were for { $name } alone. Hand them to somebody else, or withdraw them.
mails-team-left-link = Hand out this work

mails-tasks-handed-subject = You were handed tasks
mails-tasks-handed-body =
    { $from } has handed you tasks. How many: { $number }.
mails-tasks-handed-link = See my tasks

## To either side
mails-desistement-subject = Application { $number }: request withdrawn
mails-desistement-body =
    The request “{ $procedure }”, application { $number }, submitted by { $applicant }, was withdrawn on { $date }.

    It will not be reviewed. A new request is still possible.
mails-desistement-link = See the application

mails-message-subject = Application { $number }: a new message awaits you
mails-message-body =
    You have received a message about the application { $number }, “{ $procedure }”.

    To protect what it says, it can only be read on the site, once signed in.
mails-message-link = Read the message

## Labels of the facts
mails-fact-remedies = If you disagree with the decision
mails-fact-service = Service in charge of your application
mails-fact-fields = To be corrected
