# What went wrong, and what the reader can do about it.

## The page
errors-retry-seconds = { $n ->
    [one] You can try again in one second.
   *[other] You can try again in { $n } seconds.
}
errors-retry-minutes = { $n ->
    [one] You can try again in one minute.
   *[other] You can try again in { $n } minutes.
}
errors-next = You can also:
errors-home = go to the home page
errors-dossiers = find your applications
errors-sign-in = sign in

## Nothing there, or not for this person
errors-not-found-title = This page does not exist
errors-not-found-detail = The address may be incomplete, or you may not have access to what it leads to. Check the address, or sign in with the account that has access.
errors-unauthenticated-title = Sign in to continue
errors-unauthenticated-detail = You are not signed in, or your session has ended. Sign in, then start again. If you had just filled in a page, go back to it first and copy what you wrote.
errors-instructors-only-title = This page is for case officers
errors-instructors-only-detail = Your account does not belong to a group that reviews applications. If it should, ask the person in charge of the procedure.
errors-officials-only-title = This page is for people in charge of procedures
errors-officials-only-detail = Your account is not in charge of a procedure. If it should be, ask the administrator of the site.
errors-administrators-only-title = This page is for administrators
errors-administrators-only-detail = Your account cannot administer this site. If you need it to, ask an administrator.
errors-not-your-procedure-title = Somebody else is in charge of this procedure
errors-not-your-procedure-detail = There is already a procedure at this address and you are not in charge of it. Choose another address, or ask the administrator of the site for access.

## What was sent can't be taken
errors-csrf-title = This page was open for too long
errors-csrf-detail = Nothing was saved. Go back to the previous page, copy what you wrote if it is long, reload the page, then start again.
errors-link-expired-title = This link no longer works
errors-link-expired-detail = It is too old, or it was used already. If you were confirming your address, sign in: we will send you a new link. If you were changing your password, ask for a new link from “Forgotten your password?”.
errors-invitation-expired-title = This invitation no longer works
errors-invitation-expired-detail = It has been used, is more than thirty days old, or was taken back. If you accepted it, the dossier is in your list. If not, ask the person who sent it for a new invitation.
errors-too-large-title = What you sent is too large
errors-too-large-detail = Nothing was saved. Go back to the previous page and choose a smaller file, or shorten your text. The size allowed is written beside each file that we ask for.
errors-wrong-type-title = This type of file is not accepted
errors-wrong-type-detail = The file was not saved. Go back to the previous page and choose a file of one of the types listed, for example a PDF or a photo.
errors-malformed-title = We did not understand what was sent
errors-malformed-detail = Nothing was saved. Go back to the previous page, reload it, then start again. If this happens again, try another browser.
errors-unknown-workflow-title = The workflow of this procedure does not exist
errors-unknown-workflow-detail = The procedure was not saved. Name a workflow that comes with the site, such as “standard”, or describe one in the procedure.

## The procedure or the dossier does not allow it
errors-closed-title = This procedure is closed
errors-closed-detail = It does not take applications at the moment. Its page gives the opening dates and who to contact. A draft that you started is kept.
errors-quota-reached-title = The number of applications allowed is reached
errors-quota-reached-detail = You already have as many drafts or applications as are allowed, or the procedure has received all that it can take. Look at your applications: you can go on with a draft or delete one.
errors-not-editable-title = This application can no longer be changed
errors-not-editable-detail = The administration is reviewing it or has already answered. Open the application to see where it stands; if messages are open, you can write to the team.
errors-messages-closed-title = The messages of this application are closed
errors-messages-closed-detail = Your message was not sent. Messages open when the application is submitted and close after the decision. The contact details of the team are on the page of the application.
errors-not-enabled-title = This action is no longer possible
errors-not-enabled-detail = The application has moved on since you opened the page. Go back to the application and reload the page to see what you can do now.
errors-wrong-role-title = This action is not open to you
errors-wrong-role-detail = Your role in this application does not allow this action. Nothing has changed.
errors-guard-title = Something is missing before you can go on
errors-guard-detail = Nothing has changed. The application is not complete, or a condition of the procedure is not met. Go back to the application and check the answers.
errors-motivation-required-title = Give the reasons for the decision
errors-motivation-required-detail = The decision was not made. Go back to the previous page and write the reasons: the person will read them with the decision.
errors-endless-title = This action could not be completed
errors-endless-detail = There is a mistake in the workflow of this procedure. Nothing has changed. Please tell the person in charge of the procedure.
errors-conflict-title = Somebody else changed this application
errors-conflict-detail = Another person, or another tab, changed it while you were working on it. Your action was not carried out. Go back to the previous page, reload it to see where the application stands, then start again if it is still useful.

## The site can't answer now
errors-too-many-title = Too many tries in a short time
errors-too-many-detail = To protect accounts, we limit the number of tries. Wait a little, then start again.
errors-unavailable-title = The site is unavailable for the moment
errors-unavailable-detail = What you had already saved is kept. Wait a little, then reload the page. If you had just filled in a page, go back to it and send it again.
errors-internal-title = Something went wrong on our side
errors-internal-detail = It is not your fault and we have been told. Go back to the previous page and try again in a few minutes. What you had already saved is kept.
errors-other-title = This action could not be carried out
errors-other-detail = Go back to the previous page, reload it, then start again. If this happens again, contact the team in charge of your procedure.
