# The frame of every page and the words of the components.

## Frame
interface-skip = Skip to main content
interface-home = Home
interface-languages = Language
interface-navigation = Main navigation
interface-nav-procedures = Procedures
interface-nav-dossiers = My applications
interface-nav-review = Casework
interface-nav-design = Studio
interface-nav-admin = Administration
interface-sign-in = Sign in
interface-sign-out = Sign out
interface-account = My account
interface-account-of = Account of
interface-demo = Demonstration site.
interface-demo-text = All data is fictitious and no e-mail leaves.
interface-demo-mail = See the e-mails
interface-footer-text = Your administration’s procedures, made simple.
interface-footer-accessibility = Accessibility
interface-back = Back
interface-breadcrumbs = Breadcrumb

## Fields
interface-optional = (optional)
interface-help = Help
interface-about = “{ $what }”
interface-select-empty = Choose from the list
interface-which = Which of these is your answer?
interface-suggestions = Suggested answers, to go through with the arrow keys:
interface-suggestions-none = No answer matches
interface-filter-choices = Filter the answers
interface-more = Read more
interface-notice = Download the notice
interface-characters-max = { $n ->
    [one] { $n } character at most.
   *[other] { $n } characters at most.
}
interface-characters-left-one = You have %{"{"}count{"}"} character left
interface-characters-left-other = You have %{"{"}count{"}"} characters left
interface-characters-none-left = You have reached the allowed length
interface-characters-over-one = There is %{"{"}count{"}"} character too many
interface-characters-over-other = There are %{"{"}count{"}"} characters too many
interface-password-show = Show
interface-password-hide = Hide
interface-password-show-label = Show password
interface-password-hide-label = Hide password
interface-password-shown = Your password is visible
interface-password-hidden = Your password is hidden
interface-file-max = { $size } at most per file.
interface-file-template = Download the template to fill in
interface-file-kept = Attached files: { $label }
interface-file-replace = Replace this file
interface-add = Add
interface-remove = Remove

## Errors, messages
interface-error-prefix = Error:
interface-error-line = { $label }: { $error }
interface-error-summary = There is a problem
interface-warning = Warning
interface-notification-success = Done
interface-notification-error = There is a problem
interface-notification-info = Good to know
interface-message-mine = You
interface-autosave-failed = Not saved. Trying again…
interface-autosave-signed-out = Not saved: your session has ended. Keep this page open and sign in again in another tab.
interface-autosave-saved = Saved at { $time }

## Lists
interface-step = Step { $current } of { $total }
interface-change = Change
interface-no-answer = Not answered
interface-search = Search
interface-filter = Filter
interface-filter-title = Filter the list
interface-filter-clear = Clear the filters
interface-pagination = Pages of the list
interface-previous = Previous page
interface-next = Next page

## The eight phases of a dossier
interface-phase-draft = Draft
interface-phase-submitted = Submitted
interface-phase-review = Under review
interface-phase-waiting = To be corrected
interface-phase-accepted = Accepted
interface-phase-refused = Refused
interface-phase-closed = Closed without action
interface-phase-withdrawn = Withdrawn
