# Documents to keep or to print.

documents-page = Page
documents-unprintable = � remplace un caractère qui ne peut pas être imprimé. Votre réponse entière est dans le dossier en ligne.
documents-procedure = Démarche :
documents-number = Dossier :
documents-applicant = Usager :
documents-submitted = Déposé le :
documents-not-submitted = Dépôt :
documents-draft = brouillon, pas encore déposé
documents-state = État :
documents-printed = Document fait le :
documents-of-dossier = Dossier { $number }

documents-remedies = Si vous n’êtes pas d’accord avec la décision

## What the workflow of a dossier made
documents-produced = Documents
documents-prepared = En préparation
documents-decision = Télécharger la décision

## The answers of a dossier
documents-answers-title = Réponses du dossier { $number }
documents-answers-link = Télécharger les réponses (PDF)
documents-question = Question
documents-answer = Réponse
documents-unanswered = Non répondu
documents-nothing = Rien n’est demandé ici.

## A form to be filled by hand
documents-blank-link = Formulaire papier (PDF)
documents-blank-hint = À imprimer et à remplir à la main, si vous ne pouvez pas faire la démarche en ligne.
documents-optional = (facultatif)
documents-documents = Joignez ce document, ou ces documents, au formulaire.
documents-one-answer = Cochez une seule case.
documents-several-answers = Cochez toutes les cases qui conviennent.
documents-before = Avant de commencer
documents-how = Écrivez à la main, en lettres capitales et à l’encre noire. Ce qui est « à remplir seulement si » ne vous concerne peut-être pas.
documents-online = Vous pouvez aussi faire cette démarche en ligne : { $address }
documents-contact = Où envoyer ce formulaire
documents-signature = Date et signature
documents-sign-here = Datez et signez ici :
documents-when-if = À remplir seulement si { $clause }.
documents-when-unless = À remplir, sauf si { $clause }.
documents-when-unknown = À remplir ou non, selon vos réponses.
documents-and = et
documents-or = ou
documents-quoted = « { $text } »
documents-clause-is = vous répondez { $values } à « { $question } »
documents-clause-is-not = vous ne répondez pas { $values } à « { $question } »
documents-clause-answered = vous répondez à « { $question } »
documents-clause-unanswered = vous ne répondez pas à « { $question } »
documents-clause-less = votre réponse à « { $question } » est inférieure à { $value }
documents-clause-at-most = votre réponse à « { $question } » est { $value } ou moins
documents-clause-more = votre réponse à « { $question } » est supérieure à { $value }
documents-clause-at-least = votre réponse à « { $question } » est { $value } ou plus
documents-clause-date-less = votre réponse à « { $question } » est avant le { $value }
documents-clause-date-at-most = votre réponse à « { $question } » est le { $value } ou avant
documents-clause-date-more = votre réponse à « { $question } » est après le { $value }
documents-clause-date-at-least = votre réponse à « { $question } » est le { $value } ou après
