# The frame of every page and the words of the components.

## Frame
interface-skip = Skip to main content
interface-home = Home
interface-languages = Language
interface-navigation = Main navigation
interface-nav-procedures = Procedures
interface-nav-dossiers = My applications
interface-nav-tasks = My tasks
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

## Maps
interface-map-how = Coordinates: one point a line, the latitude then the longitude. For example 48.8566, 2.3522 or 48°51′24″ N, 2°21′8″ E. The outline of an area closes by itself.
interface-map-words = If you do not know them, give a name or an address only.
interface-map-add = Add a place by its name or its coordinates
interface-map-add-this = Add this place
interface-map-label = Name of the place
interface-map-shape = Drawing
interface-map-shape-any = By the number of points
interface-map-coordinates = Coordinates
interface-map-too-long = This drawing has too many points to be written here. To change it, use the map or import another file.
interface-map-import = Import a file
interface-map-file = GPX, KML or GeoJSON file
interface-map-file-hint = 5 MB at most. Its places are added to those that are there.
interface-map-import-this = Import this file
interface-map-geojson = GeoJSON, for software
interface-map-geojson-label = All places, as GeoJSON
interface-map-download = Download as GeoJSON
interface-map-drawing = Drawing: { $label }
interface-map-canvas = Map: { $label }. Arrows to move the map, plus and minus to zoom in or out, Enter to put a point at the centre.
interface-map-tools = Tools of the map
interface-map-draw-Point = Place a point
interface-map-draw-LineString = Draw a line
interface-map-draw-Polygon = Draw an area
interface-map-edit = Change
interface-map-place = Put at the centre
interface-map-finish = Finish
interface-map-delete = Delete
interface-map-undo = Undo
interface-map-idle = Choose a tool to draw. Everything can be written under the map too.
interface-map-help-Point = Click where you want, or move the map and choose “Put at the centre”.
interface-map-help-more = Put the points one by one, then choose “Finish”. Escape gives up.
interface-map-help-select = Choose a drawing on the map to change it.
interface-map-help-selected = Move the drawing or its points; a right click on a point removes it.
interface-map-placed = Point placed.
interface-map-undone = Last action undone.
interface-map-crossing = The outline cannot cross itself.
interface-map-zoom-in = Zoom in
interface-map-zoom-out = Zoom out

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
interface-autosave-saving = Saving…
interface-autosave-kept = Your session has ended. What you write here is kept apart.
interface-autosave-sign-in = Sign in again to save it
interface-autosave-offline = Not saved: you are offline. Keep this page open, we are trying again…
interface-other-writer = { $name } is writing in this request too: last change on { $at }.
interface-other-window = This request was also changed in another window, on { $at }.

## Two answers to one question, rows
interface-two-answers = There are two answers to this question. Which one do you want to keep?
interface-two-answers-kept = { $name } saved, on { $at }:
interface-two-answers-kept-by-you = You saved in another window, on { $at }:
interface-two-answers-kept-before = Already saved:
interface-two-answers-last = { $name } then wrote, on { $at }:
interface-two-answers-last-by-you = You wrote, on { $at }:
interface-two-answers-choose = Keep this answer
interface-row-back = { $removed ->
    [you] You had removed this item on { $at }.
   *[other] { $remover } had removed this item on { $at }.
} { $written ->
    [you] { $removed ->
        [you] You wrote in it in another window, so it is back.
       *[other] You wrote in it meanwhile, so it is back.
    }
   *[other] { $writer } wrote in it meanwhile, so it is back.
} Keep it or remove it.
interface-row-keep = Keep
interface-row-up = Move up
interface-row-down = Move down
interface-row-duplicate = Duplicate
interface-removed = The item is removed.
interface-undo = Undo

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
