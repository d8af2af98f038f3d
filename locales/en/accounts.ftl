# Accounts: signing in, registering, a lost password, one's own settings.

## Words of several pages
accounts-email = E-mail address
accounts-email-hint = For example first.last@example.com
accounts-given-name = First name
accounts-family-name = Last name
accounts-password = Password
accounts-new-password = New password
accounts-password-hint = Twelve characters or more. Several unrelated words make a good password.
accounts-password-help = How to choose a good password
accounts-password-help-words = Take four or five words at random, separated by spaces or hyphens. They are easy to remember and hard to guess.
accounts-password-help-avoid = Avoid your name, your address, a date of birth, a series such as 123456 or a well-known sentence.
accounts-password-help-unique = Do not use your password from another site.
accounts-password-help-manager = Your browser or a password manager can create one and remember it for you.

## Signing in
accounts-sign-in-title = Sign in
accounts-sign-in-submit = Sign in
accounts-sign-in-forgotten = Forgotten your password?
accounts-sign-in-unconfirmed-title = Confirm your address
accounts-sign-in-unconfirmed = Your e-mail address is not confirmed yet. We have just sent you another e-mail: follow the link in it, then sign in.
accounts-sign-in-new-title = No account yet?
accounts-sign-in-new-text = With an account, you can apply, come back to your application whenever you like, and follow the answer.
accounts-sign-in-new-link = Create an account

## Registering
accounts-register-title = Create an account
accounts-register-lead = You need an e-mail address that you read: we will send you a link to confirm it.
accounts-register-email-hint = We use it to confirm your account and to tell you when your application moves forward.
accounts-register-submit = Create my account
accounts-register-known = Already have an account?
accounts-register-sign-in = Sign in

## A mail has left
accounts-sent-title = Check your inbox
accounts-sent-register = We have sent an e-mail to { $email }. Open it and follow the link in it to go on.
accounts-sent-register-delay = This link works for two days.
accounts-sent-reset = If there is an account with the address { $email }, an e-mail has just left. Open it and follow the link in it to choose a new password.
accounts-sent-reset-delay = This link works for one hour.
accounts-sent-missing = Nothing in your inbox?
accounts-sent-missing-wait = Wait a few minutes: an e-mail can take some time to arrive.
accounts-sent-missing-spam = Look in your junk mail (spam).
accounts-sent-missing-address = Check that the address written above is right.
accounts-sent-again = Start again with another address
accounts-sent-demo = See the e-mails of the demonstration

## The mailed link of a new account
accounts-confirm-title = Confirm your e-mail address
accounts-confirm-text = One step is left: press the button to confirm that this address is yours. You can then sign in.
accounts-confirm-submit = Confirm my address

## A lost password
accounts-ask-reset-title = Forgotten password
accounts-ask-reset-text = Give the e-mail address of your account. We will send you a link to choose a new password.
accounts-ask-reset-submit = Get the link
accounts-reset-title = Choose a new password
accounts-reset-text = For your safety, you will be signed out on all your devices. You can sign in again with the new password.
accounts-reset-submit = Save the password

## Settings
accounts-settings-title = My account
accounts-settings-profile = Your name and language
accounts-settings-language = Language of the site and of e-mails
accounts-settings-save = Save
accounts-settings-password = Your password
accounts-settings-current = Current password
accounts-settings-current-hint = We ask for it again to be sure that it is you.
accounts-settings-change = Change the password
accounts-settings-sessions = Your signed-in devices
accounts-settings-sessions-text = If you do not recognise a device, sign it out, then change your password.
accounts-session-device = Device
accounts-session-device-on = { $browser } on { $system }
accounts-session-browser-unknown = Unknown browser
accounts-session-opened = Signed in on
accounts-session-seen = Seen on
accounts-session-action = Action
accounts-session-this = This device
accounts-session-end = Sign out
accounts-session-end-label = Sign out { $device }, seen on { $seen }

## What has just happened
accounts-signed-out = You are signed out.
accounts-confirmed = Your address is confirmed. You can sign in.
accounts-password-changed = Your password is changed.
accounts-saved = Your changes are saved.
accounts-session-ended = The device is signed out.

## Errors of fields
accounts-error-credentials = The address or the password is not right. Check both, then try again.
accounts-error-current = The current password is not right. Type it again.
accounts-error-email-email = Enter a complete e-mail address, for example first.last@example.com.
accounts-error-email-length = The e-mail address is too long: 200 characters at most.
accounts-error-given-name-length = Enter your first name, in 100 characters at most.
accounts-error-family-name-length = Enter your last name, in 100 characters at most.
accounts-error-password-too-short = The password is too short: it needs 12 characters or more.
accounts-error-password-too-long = The password is too long: 256 characters at most.
accounts-error-password-too-weak = This password is too easy to guess. Add one or two words that have nothing to do with you.
