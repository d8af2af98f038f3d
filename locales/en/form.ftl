## Words
form-page = Your request
form-branch = Your choice
form-entries = Other information
form-entry-name = Name to add
form-yes = Yes
form-raw-title = The answers, as they were recorded
form-raw-notice = This version of the site can no longer open the form of this procedure. Nothing is lost: the answers are below, without their layout. They can’t be changed until whoever runs the site has mended this.
form-reference-unverified = Not verified: the service did not respond
form-reference-down = The service does not respond. Your answer is kept as you wrote it; the administration will check it.
form-reference-down-refused = The service does not respond. Your answer is kept; try again later to be able to submit.
form-no = No
form-row-number = no.
form-example = Example:
form-type-address = Postal address
form-type-bank-account = Bank account
form-type-civility = Title
form-type-commune = Town or city
form-type-country = Country
form-type-departement = Département
form-type-epci = Group of communes
form-type-region = Region
form-type-accreditation = Accreditation
form-type-caf-account = Family allowance account (CAF)
form-type-tax-notice = Income tax notice
form-civility-mrs = Mrs or Ms
form-civility-mr = Mr
form-civility-none = I prefer not to answer
form-bank-holder = Account holder
form-bank-iban = IBAN
form-bank-bic = BIC
form-accreditation-number = Accreditation number
form-accreditation-birth-date = Date of birth
form-caf-number = Allowance number
form-caf-postal-code = Postal code
form-tax-notice-number = Tax number
form-tax-notice-reference = Reference of the notice
form-choice-other = Other
form-choice-which = Your answer
form-date-day = Day
form-date-month = Month
form-date-year = Year
form-date-time = Time
form-date-at = at
form-address-street = Number and street
form-address-complement = Building, floor, locality
form-address-postal-code = Postcode
form-address-city = Town or city
form-address-country = Country, if not France
form-address-unrecognised = This town was not recognised.
form-address-code-of = This postcode is for:
form-address-code-unknown = No town in France has this postcode.
form-address-and = and
form-address-others = other towns
form-address-check = Correct it if need be; if the address is right, change nothing.
form-address-check-abroad = Correct it if need be, or give the country; if the address is right, change nothing.
form-file-images = images
form-file-sounds = sound recordings
form-file-videos = videos
form-file-identity = A card: both sides in one file; a passport: the two pages with the photograph. The whole document must be readable.
form-file-identities = A card: both sides; a passport: the two pages with the photograph. The whole of each document must be readable.
form-file-bank-details = The statement that the bank provides, with the name of the holder, the IBAN and the BIC.
form-map-point = Point
form-map-line = Line
form-map-surface = Area
form-map-place = Place
form-map-outline = perimeter
form-map-points = points
form-map-around = around

## Columns of exports, after the label of the field
form-column-code = code
form-column-name = Name
form-column-count = number
form-column-street = number and street
form-column-complement = building, floor, locality
form-column-postal-code = postcode
form-column-commune = town
form-column-school = school
form-column-country = country
form-column-insee = INSEE code
form-column-departement = département
form-column-latitude = latitude
form-column-longitude = longitude
form-column-area = area in m²
form-column-length = length in m
form-column-geojson = GeoJSON

## Kinds of fields
form-kind-scalar = Text or number
form-kind-text = Short text
form-kind-textarea = Long text
form-kind-email = Email address
form-kind-phone = Phone number
form-kind-url = Website address
form-kind-integer = Whole number
form-kind-decimal = Decimal number
form-kind-money = Amount in euros
form-kind-date = Date
form-kind-date-time = Date and time
form-kind-time = Time
form-kind-yes-no = Yes or no
form-kind-checkbox = Checkbox
form-kind-consent = Commitment
form-kind-choice = Single choice
form-kind-bank-account = Bank account (IBAN, BIC, holder)
form-kind-civility = Title (Mrs, Mr)
form-kind-formatted = Text of a given form
form-kind-dossier-number = Link to another dossier
form-kind-choice-other = List of choices, or another answer
form-kind-commune = Town (commune)
form-kind-map = Places on a map
form-kind-departement = Département
form-kind-region = Region
form-kind-epci = Group of communes
form-kind-country = Country
form-kind-reference = External reference
form-kind-multiple = Multiple choice
form-kind-siret = SIRET number
form-kind-iban = IBAN
form-kind-siren = SIREN number
form-kind-vat-fr = French VAT number
form-kind-rna = Association number (RNA)
form-kind-rnf = Foundation number (RNF)
form-kind-uai = School (UAI)
form-kind-nir = French social security number
form-kind-tax-fr = French tax number
form-kind-bic = BIC
form-kind-caf-account = Family allowance account (number, postal code)
form-kind-tax-notice = Tax notice (tax number, reference)
form-kind-accreditation = Accreditation (number, date of birth)
form-kind-tax-reference-fr = Reference of a tax notice
form-kind-caf = Family allowance number (CAF)
form-kind-france-travail = France Travail number
form-kind-ine = National student number (INE)
form-kind-chorus = Commitment number (Chorus)
form-kind-address = Postal address
form-kind-file = File
form-kind-repeat = Repeated block
form-kind-entries = Free entries
form-kind-explanation = Explanation
form-kind-calculated = Calculated value

## What is wrong with an answer. The label of the field is told beside it.
form-error-conflict = Two answers were written at the same time: choose the one to keep
form-error-required = Answer this question
form-error-required-choice = Choose an answer
form-error-required-choice-other = Choose an answer, or write your own
form-error-required-multiple = Tick at least one answer
form-error-required-yes-no = Answer yes or no
form-error-required-file = Add the document
form-error-required-date = Enter the date
form-error-required-date-time = Enter the date and the time
form-error-required-consent = Tick this box to continue
form-error-required-repeat = Add at least one item
form-error-required-entries = Add at least one name
form-error-required-map = Give at least one place, on the map or by its coordinates
form-error-required-departement = Choose a département
form-error-required-region = Choose a region
form-error-thousands = A comma followed by three digits can be read in two ways. Write 1234 for one thousand two hundred and thirty-four, 1.234 for one and 234 thousandths
form-error-type = The answer does not have the expected form
form-error-type-file = Add the document: what is there is not a file
form-error-type-checkbox = Tick this box, or leave it empty
form-error-type-yes-no = Answer yes or no
form-error-type-consent = Tick this box to continue
form-error-type-integer = Enter a whole number, in digits
form-error-type-decimal = Enter a number, for example 12.5
form-error-type-money = Enter an amount in digits, with two decimals at most, for example 1 234.50
form-error-type-commune = Choose your town from the list, or write its name and postcode, for example Nantes 44000
form-error-type-reference = Choose one of the suggested answers, or check the identifier
form-error-type-map = This text is not GeoJSON. Correct it, or delete it and give the places one by one
form-error-enum = Choose an answer from the list
form-error-const = This is not the answer that is asked for
form-error-const-consent = Tick this box to continue
form-error-format = The answer does not have the expected form
form-error-format-civility = Choose a title from the list
form-error-format-date = This date does not exist. Enter the day, the month and the year, for example 27 3 2026
form-error-format-date-time = This date or this time does not exist. Enter the day, the month, the year and the time, for example 27 3 2026 at 14:30
form-error-format-time = This time does not exist. Enter the hours and the minutes, for example 14:30
form-error-hour = This hour does not exist on that day: clocks go forward for summer. Enter an earlier or a later time
form-error-format-email = Enter a full email address, for example name@example.org
form-error-format-phone = Enter a full phone number, for example 06 39 98 12 34 or +44 20 7946 0958
form-error-phone-territory = Write a six-digit number with the code of its territory: +687 (New Caledonia), +681 (Wallis and Futuna) or +508 (Saint Pierre and Miquelon)
form-error-format-siret = This SIRET number is not valid. It has 14 digits: check it
form-error-format-iban = This IBAN is not valid. Copy it from your bank details
form-error-required-civility = Choose a title
form-error-format-dossier-number = This dossier number is not valid. Copy it whole, for example 2026-000123-6
form-error-bank-country = This IBAN and this BIC are not of the same country. Copy them from your bank details
form-error-dossier = None of your other dossiers has this number: check it
form-error-format-siren = This SIREN number is not valid. It has 9 digits: check it
form-error-format-vat-fr = This VAT number is not valid. It starts with FR, for example FR 40 303 265 045
form-error-format-rna = This number is not valid. It starts with W, then 9 characters, for example W751080001
form-error-format-rnf = This number is not valid. Copy it whole, for example 075-FDD-00003-01
form-error-format-uai = Choose the lycée in the list, or enter the number of the school (UAI): 7 digits and a letter, for example 0801206B
form-error-format-nir = This social security number is not valid. It has 15 characters, with its key: copy it from your carte Vitale
form-error-format-tax-fr = This tax number is not valid. It has 13 digits: copy it from your tax notice
form-error-format-tax-reference-fr = This reference is not valid. It has 13 characters: copy it from the first page of your tax notice
form-error-format-caf = This allowance number is not valid. It has 7 digits at most: copy it from a letter of the CAF
form-error-format-france-travail = This number is not valid. It has 7 digits and a letter, or 11 digits: copy it from a letter of France Travail
form-error-format-ine = This INE number is not valid. It has 11 characters, for example 123456789AB
form-error-format-chorus = This commitment number is not valid. It has only letters, digits and the signs - _ + /
form-error-format-bic = This BIC is not valid. It has 8 or 11 characters: copy it from your bank details
form-error-format-url = Enter a full address, for example https://www.example.org
form-error-format-commune = This town is no longer in the official list: choose it again
form-error-format-departement = Choose a département from the list
form-error-format-region = Choose a region from the list
form-error-format-epci = Choose a group of communes from the list, or write its full name
form-error-format-country = Choose a country from the list, or write its full name
form-error-pattern = The answer does not have the form asked for. Follow the example
form-error-pattern-address = Enter the postcode, in digits or letters, for example 44000
form-error-pattern-caf-account = Enter the 5 digits of the postcode, for example 44000
form-error-pattern-accreditation = Enter the number in digits, with its hyphens if it has some, for example 100234567
form-error-minimum = Enter { $limit } or more
form-error-maximum = Enter { $limit } or less
form-error-exclusive-minimum = Enter more than { $limit }
form-error-exclusive-maximum = Enter less than { $limit }
form-error-format-minimum = Enter { $limit } or a later date
form-error-format-maximum = Enter { $limit } or an earlier date
form-error-format-exclusive-minimum = Enter a date after { $limit }
form-error-format-exclusive-maximum = Enter a date before { $limit }
form-error-multiple-of = Enter a multiple of { $limit }
form-error-multiple-of-money = Enter an amount that is a multiple of { $limit }
form-error-decimals = Two decimals at most, for example 12.50
form-error-amount = Enter an amount of less than 10 trillion euros
form-error-reference = This answer does not match the official list: choose it again
form-error-unverified = The service that checks this answer did not respond: your answer is kept, try again later
form-error-min-length = { $n ->
    [one] Write at least { $n } character
   *[other] Write at least { $n } characters
}
form-error-max-length = { $n ->
    [one] The answer is too long: { $n } character at most
   *[other] The answer is too long: { $n } characters at most
}
form-error-min-items = { $n ->
    [one] Add at least { $n } item
   *[other] Add at least { $n } items
}
form-error-min-items-multiple = { $n ->
    [one] Tick at least { $n } answer
   *[other] Tick at least { $n } answers
}
form-error-min-items-file = { $n ->
    [one] Add at least { $n } file
   *[other] Add at least { $n } files
}
form-error-max-items = { $n ->
    [one] { $n } item at most: remove the others
   *[other] { $n } items at most: remove the others
}
form-error-max-items-multiple = { $n ->
    [one] { $n } answer at most: untick the others
   *[other] { $n } answers at most: untick the others
}
form-error-max-items-file = { $n ->
    [one] { $n } file at most: remove the others
   *[other] { $n } files at most: remove the others
}
form-error-unique-items = The same answer is given twice
form-error-additional-properties = This answer is not asked for
form-error-property-names = This name is not accepted: choose another one
form-error-name-missing = Enter a name
form-error-name-pending = Add this name, or clear it
form-error-name-taken = This name is already taken: choose another one
form-error-min-properties = Some answers are missing
form-error-max-properties = There are too many answers
form-error-contains = An expected answer is missing
form-error-not = This answer is not accepted
form-error-one-of = The answer fits none of the expected cases
form-error-any-of = The answer fits none of the expected cases
form-error-any-of-questions = Answer at least one of these questions: { $questions }
form-error-any-of-groups = Answer at least: { $questions }
form-error-one-of-questions = Answer only one of these questions: { $questions }
form-error-one-of-groups = Answer only: { $questions }
form-error-not-all-questions = Do not answer all of these questions: { $questions }
form-error-question = “{ $label }”
form-error-and = { " " }and{ " " }
form-error-or = , or{ " " }
form-error-check = This answer does not agree with the others
form-error-other = Check this answer
form-error-file-replaced = Someone attached another file meanwhile, so yours was not kept. Add it again if it should replace it
form-error-file-type = This type of file is not accepted
form-error-file-size = This file is too large
form-error-file-count = Too many files at once: send them in several goes
form-error-file-storage = The file could not be saved. Try again in a few minutes
form-error-geometry-json = This text is not GeoJSON. Correct it, or delete it and give the places one by one
form-error-geometry-missing = Place no. { $n }: give its coordinates, for example 48.8566, 2.3522
form-error-geometry-unread = Place no. { $n }: these coordinates are not understood. Write one point a line, the latitude then the longitude, for example 48.8566, 2.3522
form-error-geometry-positions = Place no. { $n }: some points are missing. A line needs two, an area needs three
form-error-geometry-range = Place no. { $n }: these coordinates do not exist. Write the latitude (from -90 to 90), then the longitude (from -180 to 180)
form-error-geometry-crossing = Place no. { $n }: the outline crosses itself. Change the order of the points
form-error-geometry-shape = Place no. { $n }: this kind of drawing is not asked for here. Choose one of the list
form-error-geometry-size = The drawing is too detailed: { $n } points at most
form-error-geometry-few = { $n ->
    [one] Give at least { $n } place
   *[other] Give at least { $n } places
}
form-error-geometry-many = { $n ->
    [one] { $n } place at most: remove the others
   *[other] { $n } places at most: remove the others
}
form-error-geometry-file = This file cannot be read. Choose a GPX, KML or GeoJSON file
form-error-geometry-file-empty = There is no place in this file
form-error-geometry-file-many = There are more places in this file than this question asks for
form-error-geometry-file-shape = There is nothing in this file of what is asked for here
form-error-geometry-file-size = This file is too large: 5 MB and 10,000 points at most

## Answers given beforehand
form-error-prefill-unknown = This form does not ask this question
form-error-prefill-closed = This answer cannot be filled in beforehand: answer yourself
form-error-prefill-hidden = With the other answers, this question is not asked
form-error-prefill-row = There are too many rows, or a row is missing before this one
form-error-prefill-many = Too many answers were given beforehand: 200 at most
form-error-prefill-file = This file is no longer available: attach it again

## What is wrong with a form, for those who write it
form-problem-unknown-key = The key “{ $key }” does not exist in a form
form-problem-root = The schema must say what the answers are: a type, properties, values to choose from. It can be neither a file alone nor always empty
form-problem-schema = The schema is not valid (keyword “{ $keyword }”)
form-problem-pattern-backtracks = This pattern looks around itself or back (“(?!…)”): it is slower than others, and a very long answer may be refused
form-problem-pattern-many = Too many patterns look around themselves or back (“(?!…)”): { $max } at most
form-problem-depth = Too many nested levels: { $max } at most
form-problem-size = The definition is too large: { $max } items at most
form-problem-fields = Too many fields: { $max } at most
form-problem-choices = Too many choices in a list: { $max } at most
form-problem-long = This text is too long: { $max } characters at most
form-problem-heavy = Too many conditions apply to one answer: branches that refer to each other double at each level. Name each of them once
form-problem-ref-remote = The reference “{ $ref }” leaves the file: only local references and the shipped types are accepted
form-problem-ref-dynamic = The reference “{ $ref }” leads to one place or another, according to what led to it: refer to each place by a name of its own
form-problem-ref-unknown = This reference leads nowhere
form-problem-ref-recursive = This reference comes back to itself: the form stops after three levels
form-problem-scope-unknown = “{ $scope }” names no property of the schema
form-problem-ui-type = “{ $type }” is not a known interface element
form-problem-unions = Too many choices meet here: several oneOf or anyOf ask one place
form-problem-unrenderable = No field can ask for this part of the schema (type “{ $type }”)
form-problem-control-duplicate = The question { $pointer } is asked twice
form-problem-id-clash = This name cannot be told from { $other }: change one of them
form-problem-option-idle = The option “{ $name }” changes nothing here: the question is asked as without it
form-problem-map-option = The option “{ $name }” of a map does not exist, or cannot have this value
form-problem-file-rule = “file” must be an object
form-problem-file-accept = “{ $value }” is not a known type of file: write a type (“application/pdf”), an ending (“.pdf”) or “image/*”, “audio/*”, “video/*”
form-problem-file-accept-list = “accept” must be a list of at least one type of file
form-problem-file-size = The size of a file is a whole number of bytes, above zero: { $value }
form-problem-file-nature = “{ $value }” is not a nature of file: “identity”, “bank_details” or “other”
form-problem-file-template = A template is the name of a file beside the procedure, without a folder: { $value }
form-problem-effect-unknown = “{ $effect }” is not an effect: SHOW, HIDE, ENABLE or DISABLE
form-problem-condition = This condition is not complete
form-problem-condition-empty = This condition asks nothing of the answer (neither “schema” nor “expectedValue”): it always holds
form-problem-cycle = These conditions or calculations depend on each other in a circle: { $cycle }
form-problem-variable-unknown = “{ $variable }” names no answer of the form
form-problem-variable-ambiguous = “{ $variable }” is both a reserved word and a property: change the property’s name
form-problem-check-pointer = “{ $pointer }” names no question
form-problem-text = This text must be a string or an object by language
form-problem-keyword-idle = The keyword “{ $key }” changes nothing here: it is for another kind of question
form-problem-label-missing = A title is missing: screen readers would have nothing to say
form-problem-translation-missing = This text is not written in “{ $lang }”
form-problem-translation-unused = Nothing uses the translation “{ $key }”
form-problem-required-without-control = { $pointer } is required and no question asks for it
form-problem-date-limit = “{ $keyword }” limits nothing here: only dates (“format”: “date”) have limits, which are dates such as 2026-01-31
form-problem-rule-operator = “{ $operator }” is not a known operator
form-problem-rule-arguments = The operator “{ $operator }” does not have the right number of values
form-problem-rule-shape = This rule does not have the expected form: one operator and its values
form-problem-rule-variable = The name of an answer is expected here
form-problem-rule-nesting = “{ $operator }” cannot stand within another search among rows
form-problem-rule-depth = This rule has too many nested levels: { $max } at most
form-problem-rule-size = This rule is too long: { $max } items at most
form-problem-rule-type = { $right ->
    [none] “{ $operator }” gives nothing with { $left ->
        [text] a text or a date
        [number] a number
        [boolean] a yes or no
        [list] a list
        [object] an answer in several parts
       *[mixed] these values
    }
   *[other] “{ $operator }” can give nothing between { $left ->
        [text] a text or a date
        [number] a number
        [boolean] a yes or no
        [list] a list
        [object] an answer in several parts
       *[mixed] values of several types
    } and { $right ->
        [text] a text or a date
        [number] a number
        [boolean] a yes or no
        [list] a list
        [object] an answer in several parts
       *[mixed] values of several types
    }
}
form-problem-rule-value = The answer { $variable } cannot be { $value }
form-problem-rule-never = This condition is never true, whatever the answers that are possible here
form-problem-rule-always = This condition is always true, whatever the answers that are possible here
form-problem-reference-missing = An external reference says where its answers come from: the keyword “reference” is missing
form-problem-reference-source = An external reference comes from a file (“file”) or from a service (“url”), one of the two
form-problem-reference-url = The address “{ $url }” must name a host and hold, after it, {"{query}"} or {"{id}"}, only one of the two marks
form-problem-reference-insecure = The host { $host } must be called over https
form-problem-reference-pointer = “{ $pointer }” is not a JSON Pointer that finds a value
form-problem-reference-example = The example holds no answer: check “list”, “id” and “label”
form-problem-reference-name = “{ $name }” is not a name of “data”
form-problem-reference-target = “{ $pointer }” is no question that can be filled from here
form-problem-reference-target-row = “{ $pointer }” stands in a repeated block: only a reference asked in the same row can fill it, for nothing tells which row is meant
form-problem-reference-when-down = “{ $value }” is neither “accept” nor “refuse”
form-problem-reference-column = “{ $pointer }” is no column of the file
form-problem-reference-file-missing = The file { $name } is missing beside the procedure
form-problem-reference-file-too-large = This file is too large: 5 MB and 50,000 lines at most
form-problem-reference-file-malformed = Line { $line }: it has not as many cells as the first one, or is not UTF-8
form-problem-reference-file-empty = This file has no line under that of the column names
form-problem-reference-file-column = The column name “{ $name }” is missing or comes twice
form-problem-reference-file-key-missing = Line { $line }: the first cell, the identifier, is empty
form-problem-reference-file-key-duplicate = Line { $line }: the identifier “{ $key }” comes twice
