# Documents to keep or to print.

documents-page = Page
documents-unprintable = � stands for a character that can’t be printed. Your whole answer is in the dossier online.
documents-procedure = Procedure:
documents-number = Dossier:
documents-applicant = Applicant:
documents-submitted = Submitted on:
documents-not-submitted = Submission:
documents-draft = draft, not submitted yet
documents-state = State:
documents-printed = Document made on:
documents-of-dossier = Dossier { $number }

documents-remedies = If you disagree with the decision

## What the workflow of a dossier made
documents-produced = Documents
documents-prepared = Being prepared
documents-decision = Download the decision

## The answers of a dossier
documents-answers-title = Answers of dossier { $number }
documents-answers-link = Download the answers (PDF)
documents-question = Question
documents-answer = Answer
documents-unanswered = Not answered
documents-nothing = Nothing is asked here.

## A form to be filled by hand
documents-blank-link = Paper form (PDF)
documents-blank-hint = To print and fill in by hand, if you can’t apply online.
documents-optional = (optional)
documents-documents = Attach this document, or these documents, to the form.
documents-one-answer = Tick one box only.
documents-several-answers = Tick all the boxes that apply.
documents-before = Before you start
documents-how = Write by hand, in capital letters and black ink. What is “to fill in only if” may not concern you.
documents-online = You can also apply online: { $address }
documents-contact = Where to send this form
documents-signature = Date and signature
documents-sign-here = Date and sign here:
documents-when-if = To fill in only if { $clause }.
documents-when-unless = To fill in, unless { $clause }.
documents-when-unknown = To fill in or not, depending on your answers.
documents-and = and
documents-or = or
documents-quoted = “{ $text }”
documents-clause-is = you answer { $values } to “{ $question }”
documents-clause-is-not = you do not answer { $values } to “{ $question }”
documents-clause-answered = you answer “{ $question }”
documents-clause-unanswered = you do not answer “{ $question }”
documents-clause-less = your answer to “{ $question }” is less than { $value }
documents-clause-at-most = your answer to “{ $question }” is { $value } or less
documents-clause-more = your answer to “{ $question }” is more than { $value }
documents-clause-at-least = your answer to “{ $question }” is { $value } or more
documents-clause-date-less = your answer to “{ $question }” is before { $value }
documents-clause-date-at-most = your answer to “{ $question }” is { $value } or before
documents-clause-date-more = your answer to “{ $question }” is after { $value }
documents-clause-date-at-least = your answer to “{ $question }” is { $value } or after
