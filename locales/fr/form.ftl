## Words
form-page = Votre demande
form-branch = Votre choix
form-entries = Autres informations
form-entry-name = Nom à ajouter
form-yes = Oui
form-raw-title = Les réponses, telles qu’elles ont été enregistrées
form-raw-notice = Cette version du site ne sait plus ouvrir le formulaire de cette démarche. Rien n’est perdu : les réponses sont ci-dessous, sans leur mise en forme. Elles ne peuvent pas être modifiées tant que le responsable du site n’y a pas remédié.
form-reference-unverified = Non vérifié : le service n’a pas répondu
form-reference-down = Le service ne répond pas. Votre réponse est gardée telle que vous l’avez écrite ; elle sera vérifiée par l’administration.
form-reference-down-refused = Le service ne répond pas. Votre réponse est gardée ; réessayez plus tard pour pouvoir déposer.
form-no = Non
form-row-number = nᵒ
form-example = Exemple :
form-type-address = Adresse postale
form-type-bank-account = Compte bancaire
form-type-civility = Civilité
form-type-commune = Commune
form-type-country = Pays
form-type-departement = Département
form-type-epci = Intercommunalité
form-type-region = Région
form-type-accreditation = Accréditation
form-type-caf-account = Allocataire de la CAF
form-type-tax-notice = Avis d’impôt sur le revenu
form-civility-mrs = Madame
form-civility-mr = Monsieur
form-civility-none = Je préfère ne pas répondre
form-bank-holder = Titulaire du compte
form-bank-iban = IBAN
form-bank-bic = BIC
form-accreditation-number = Numéro d’accréditation
form-accreditation-birth-date = Date de naissance
form-caf-number = Numéro d’allocataire
form-caf-postal-code = Code postal
form-tax-notice-number = Numéro fiscal
form-tax-notice-reference = Référence de l’avis
form-choice-other = Autre
form-choice-which = Précisez votre réponse
form-date-day = Jour
form-date-month = Mois
form-date-year = Année
form-date-time = Heure
form-date-at = à
form-address-street = Numéro et rue
form-address-complement = Complément : bâtiment, étage, lieu-dit
form-address-postal-code = Code postal
form-address-city = Commune
form-address-country = Pays, si ce n’est pas la France
form-address-unrecognised = Cette commune n’a pas été reconnue.
form-address-code-of = Ce code postal est celui de :
form-address-code-unknown = Aucune commune de France n’a ce code postal.
form-address-and = et
form-address-others = autres communes
form-address-check = Corrigez s’il le faut ; si l’adresse est juste, n’y changez rien.
form-address-check-abroad = Corrigez s’il le faut, ou indiquez le pays ; si l’adresse est juste, n’y changez rien.
form-file-images = images
form-file-sounds = sons
form-file-videos = vidéos
form-file-identity = Une carte : le recto et le verso dans un seul fichier ; un passeport : la double page de la photo. Le document doit être lisible en entier.
form-file-identities = Une carte : le recto et le verso ; un passeport : la double page de la photo. Chaque document doit être lisible en entier.
form-file-bank-details = Le relevé que donne la banque, où se lisent le nom du titulaire, l’IBAN et le BIC.
form-map-point = Point
form-map-line = Ligne
form-map-surface = Surface
form-map-place = Lieu
form-map-outline = périmètre
form-map-points = points
form-map-around = autour de

## Columns of exports, after the label of the field
form-column-code = code
form-column-name = Nom
form-column-count = nombre
form-column-street = numéro et rue
form-column-complement = complément
form-column-postal-code = code postal
form-column-commune = commune
form-column-school = établissement
form-column-country = pays
form-column-insee = code INSEE
form-column-departement = département
form-column-latitude = latitude
form-column-longitude = longitude
form-column-area = surface en m²
form-column-length = longueur en m
form-column-geojson = GeoJSON

## Kinds of fields
form-kind-scalar = Texte ou nombre
form-kind-text = Texte court
form-kind-textarea = Texte long
form-kind-email = Adresse électronique
form-kind-phone = Téléphone
form-kind-url = Adresse d’un site
form-kind-integer = Nombre entier
form-kind-decimal = Nombre à virgule
form-kind-money = Somme en euros
form-kind-date = Date
form-kind-date-time = Date et heure
form-kind-time = Heure
form-kind-yes-no = Oui ou non
form-kind-checkbox = Case à cocher
form-kind-consent = Engagement
form-kind-choice = Choix unique
form-kind-bank-account = Compte bancaire (IBAN, BIC, titulaire)
form-kind-civility = Civilité
form-kind-formatted = Texte au format imposé
form-kind-dossier-number = Lien vers un autre dossier
form-kind-choice-other = Liste de choix, ou autre réponse
form-kind-commune = Commune
form-kind-map = Lieux sur une carte
form-kind-departement = Département
form-kind-region = Région
form-kind-epci = Intercommunalité
form-kind-country = Pays
form-kind-reference = Référence externe
form-kind-multiple = Choix multiple
form-kind-siret = Numéro SIRET
form-kind-iban = IBAN
form-kind-siren = Numéro SIREN
form-kind-vat-fr = Numéro de TVA français
form-kind-rna = Numéro d’association (RNA)
form-kind-rnf = Numéro de fondation (RNF)
form-kind-uai = Établissement scolaire (UAI)
form-kind-nir = Numéro de sécurité sociale
form-kind-tax-fr = Numéro fiscal
form-kind-bic = BIC
form-kind-caf-account = Allocataire de la CAF (numéro, code postal)
form-kind-tax-notice = Avis d’impôt (numéro fiscal, référence)
form-kind-accreditation = Accréditation (numéro, date de naissance)
form-kind-tax-reference-fr = Référence d’un avis d’impôt
form-kind-caf = Numéro d’allocataire de la CAF
form-kind-france-travail = Identifiant France Travail
form-kind-ine = Identifiant national d’élève ou d’étudiant (INE)
form-kind-chorus = Numéro d’engagement juridique (Chorus)
form-kind-address = Adresse postale
form-kind-file = Pièce jointe
form-kind-repeat = Bloc répétable
form-kind-entries = Rubriques libres
form-kind-explanation = Explication
form-kind-calculated = Valeur calculée

## What is wrong with an answer. The label of the field is told beside it.
form-error-conflict = Deux réponses ont été écrites en même temps : choisissez celle à garder
form-error-required = Répondez à cette question
form-error-required-choice = Choisissez une réponse
form-error-required-choice-other = Choisissez une réponse, ou écrivez la vôtre
form-error-required-multiple = Cochez au moins une réponse
form-error-required-yes-no = Répondez par oui ou par non
form-error-required-file = Ajoutez le document
form-error-required-date = Saisissez la date
form-error-required-date-time = Saisissez la date et l’heure
form-error-required-consent = Cochez cette case pour continuer
form-error-required-repeat = Ajoutez au moins un élément
form-error-required-entries = Ajoutez au moins un nom
form-error-required-map = Indiquez au moins un lieu, sur la carte ou par ses coordonnées
form-error-required-departement = Choisissez un département
form-error-required-region = Choisissez une région
form-error-thousands = Sur une page en anglais, une virgule suivie de trois chiffres se lit de deux façons. Écrivez 1234 pour mille deux cent trente-quatre, 1.234 pour un et 234 millièmes
form-error-type = La réponse n’a pas la forme attendue
form-error-type-file = Ajoutez le document : ce qui est là n’est pas un fichier
form-error-type-checkbox = Cochez cette case, ou laissez-la vide
form-error-type-yes-no = Répondez par oui ou par non
form-error-type-consent = Cochez cette case pour continuer
form-error-type-integer = Saisissez un nombre entier, en chiffres
form-error-type-decimal = Saisissez un nombre, par exemple 12,5
form-error-type-money = Saisissez une somme en chiffres, avec deux décimales au plus, par exemple 1 234,50
form-error-type-commune = Choisissez votre commune dans la liste, ou écrivez son nom et son code postal, par exemple Nantes 44000
form-error-type-reference = Choisissez une réponse parmi celles qui sont proposées, ou vérifiez l’identifiant
form-error-type-map = Ce texte n’est pas du GeoJSON. Corrigez-le, ou effacez-le et indiquez les lieux un par un
form-error-enum = Choisissez une réponse de la liste
form-error-const = Cette réponse n’est pas celle qui est demandée
form-error-const-consent = Cochez cette case pour continuer
form-error-format = La réponse n’a pas la forme attendue
form-error-format-civility = Choisissez une civilité de la liste
form-error-format-date = Cette date n’existe pas. Saisissez le jour, le mois et l’année, par exemple 27 3 2026
form-error-format-date-time = Cette date ou cette heure n’existe pas. Saisissez le jour, le mois, l’année et l’heure, par exemple 27 3 2026 à 14:30
form-error-format-time = Cette heure n’existe pas. Saisissez les heures et les minutes, par exemple 14:30
form-error-hour = Cette heure n’existe pas ce jour-là : on passe à l’heure d’été. Saisissez l’heure d’avant ou d’après
form-error-format-email = Saisissez une adresse électronique complète, par exemple nom@exemple.fr
form-error-format-phone = Saisissez un numéro de téléphone complet, par exemple 06 39 98 12 34 ou +44 20 7946 0958
form-error-phone-territory = Un numéro à six chiffres s’écrit avec l’indicatif de son territoire : +687 (Nouvelle-Calédonie), +681 (Wallis-et-Futuna) ou +508 (Saint-Pierre-et-Miquelon)
form-error-format-siret = Ce numéro SIRET n’est pas valide. Il a 14 chiffres : vérifiez-le
form-error-format-iban = Cet IBAN n’est pas valide. Recopiez-le depuis votre RIB
form-error-required-civility = Choisissez une civilité
form-error-format-dossier-number = Ce numéro de dossier n’est pas valide. Recopiez-le en entier, par exemple 2026-000123-6
form-error-bank-country = Cet IBAN et ce BIC ne sont pas du même pays. Recopiez-les depuis votre RIB
form-error-dossier = Aucun de vos autres dossiers n’a ce numéro : vérifiez-le
form-error-format-siren = Ce numéro SIREN n’est pas valide. Il a 9 chiffres : vérifiez-le
form-error-format-vat-fr = Ce numéro de TVA n’est pas valide. Il commence par FR, par exemple FR 40 303 265 045
form-error-format-rna = Ce numéro n’est pas valide. Il commence par W, suivi de 9 caractères, par exemple W751080001
form-error-format-rnf = Ce numéro n’est pas valide. Recopiez-le en entier, par exemple 075-FDD-00003-01
form-error-format-uai = Choisissez le lycée dans la liste, ou saisissez le numéro de l’établissement (UAI) : 7 chiffres et une lettre, par exemple 0801206B
form-error-format-nir = Ce numéro de sécurité sociale n’est pas valide. Il a 15 caractères, avec la clé : recopiez-le depuis votre carte Vitale
form-error-format-tax-fr = Ce numéro fiscal n’est pas valide. Il a 13 chiffres : recopiez-le depuis votre avis d’impôt
form-error-format-tax-reference-fr = Cette référence n’est pas valide. Elle a 13 caractères : recopiez-la depuis la première page de votre avis d’impôt
form-error-format-caf = Ce numéro d’allocataire n’est pas valide. Il a 7 chiffres au plus : recopiez-le depuis un courrier de la CAF
form-error-format-france-travail = Cet identifiant n’est pas valide. Il a 7 chiffres et une lettre, ou 11 chiffres : recopiez-le depuis un courrier de France Travail
form-error-format-ine = Ce numéro INE n’est pas valide. Il a 11 caractères, par exemple 123456789AB
form-error-format-chorus = Ce numéro d’engagement n’est pas valide. Il n’a que des lettres, des chiffres et les signes - _ + /
form-error-format-bic = Ce BIC n’est pas valide. Il a 8 ou 11 caractères : recopiez-le depuis votre RIB
form-error-format-url = Saisissez une adresse complète, par exemple https://www.exemple.fr
form-error-format-commune = Cette commune n’est plus dans la liste officielle : choisissez-la de nouveau
form-error-format-departement = Choisissez un département de la liste
form-error-format-region = Choisissez une région de la liste
form-error-format-epci = Choisissez une intercommunalité de la liste, ou écrivez son nom en entier
form-error-format-country = Choisissez un pays de la liste, ou écrivez son nom en entier
form-error-pattern = La réponse n’a pas la forme demandée. Suivez l’exemple
form-error-pattern-address = Saisissez le code postal, en chiffres ou en lettres, par exemple 44000
form-error-pattern-caf-account = Saisissez les 5 chiffres du code postal, par exemple 44000
form-error-pattern-accreditation = Saisissez le numéro en chiffres, avec ses traits d’union s’il en a, par exemple 100234567
form-error-minimum = Saisissez { $limit } ou plus
form-error-maximum = Saisissez { $limit } ou moins
form-error-exclusive-minimum = Saisissez plus que { $limit }
form-error-exclusive-maximum = Saisissez moins que { $limit }
form-error-format-minimum = Saisissez une date à partir du { $limit }
form-error-format-maximum = Saisissez une date jusqu’au { $limit } au plus tard
form-error-format-exclusive-minimum = Saisissez une date après le { $limit }
form-error-format-exclusive-maximum = Saisissez une date avant le { $limit }
form-error-multiple-of = Saisissez un multiple de { $limit }
form-error-multiple-of-money = Saisissez un montant multiple de { $limit }
form-error-decimals = Deux décimales au plus, par exemple 12,50
form-error-amount = Saisissez un montant de moins de 10 000 milliards d’euros
form-error-reference = Cette réponse ne correspond pas à la liste officielle : choisissez-la de nouveau
form-error-unverified = Le service qui vérifie cette réponse n’a pas répondu : votre réponse est gardée, réessayez plus tard
form-error-min-length = { $n ->
    [one] Écrivez au moins { $n } caractère
   *[other] Écrivez au moins { $n } caractères
}
form-error-max-length = { $n ->
    [one] La réponse est trop longue : { $n } caractère au plus
   *[other] La réponse est trop longue : { $n } caractères au plus
}
form-error-min-items = { $n ->
    [one] Ajoutez au moins { $n } élément
   *[other] Ajoutez au moins { $n } éléments
}
form-error-min-items-multiple = { $n ->
    [one] Cochez au moins { $n } réponse
   *[other] Cochez au moins { $n } réponses
}
form-error-min-items-file = { $n ->
    [one] Ajoutez au moins { $n } fichier
   *[other] Ajoutez au moins { $n } fichiers
}
form-error-max-items = { $n ->
    [one] { $n } élément au plus : retirez les autres
   *[other] { $n } éléments au plus : retirez les autres
}
form-error-max-items-multiple = { $n ->
    [one] { $n } réponse au plus : décochez les autres
   *[other] { $n } réponses au plus : décochez les autres
}
form-error-max-items-file = { $n ->
    [one] { $n } fichier au plus : retirez les autres
   *[other] { $n } fichiers au plus : retirez les autres
}
form-error-unique-items = La même réponse est donnée deux fois
form-error-additional-properties = Cette réponse n’est pas demandée
form-error-property-names = Ce nom n’est pas accepté : choisissez-en un autre
form-error-name-missing = Écrivez un nom
form-error-name-pending = Ajoutez ce nom, ou effacez-le
form-error-name-taken = Ce nom est déjà pris : choisissez-en un autre
form-error-min-properties = Il manque des réponses
form-error-max-properties = Il y a trop de réponses
form-error-contains = Il manque une réponse attendue
form-error-not = Cette réponse n’est pas acceptée
form-error-one-of = La réponse ne correspond à aucun des cas prévus
form-error-any-of = La réponse ne correspond à aucun des cas prévus
form-error-any-of-questions = Répondez à l’une au moins de ces questions : { $questions }
form-error-any-of-groups = Répondez au moins à : { $questions }
form-error-one-of-questions = Répondez à une seule de ces questions : { $questions }
form-error-one-of-groups = Répondez seulement à : { $questions }
form-error-not-all-questions = Ne répondez pas à toutes ces questions à la fois : { $questions }
form-error-question = « { $label } »
form-error-and = { " " }et{ " " }
form-error-or = , ou{ " " }
form-error-check = Cette réponse ne s’accorde pas avec les autres
form-error-other = Vérifiez cette réponse
form-error-file-replaced = Quelqu’un a joint un autre fichier entre-temps : le vôtre n’est pas gardé. Ajoutez-le de nouveau s’il doit le remplacer
form-error-file-type = Ce type de fichier n’est pas accepté
form-error-file-size = Ce fichier est trop lourd
form-error-file-count = Trop de fichiers d’un coup : envoyez-les en plusieurs fois
form-error-file-storage = Le fichier n’a pas pu être enregistré. Réessayez dans quelques minutes
form-error-geometry-json = Ce texte n’est pas du GeoJSON. Corrigez-le, ou effacez-le et indiquez les lieux un par un
form-error-geometry-missing = Lieu n° { $n } : indiquez ses coordonnées, par exemple 48.8566, 2.3522
form-error-geometry-unread = Lieu n° { $n } : ces coordonnées ne sont pas comprises. Écrivez un point par ligne, la latitude puis la longitude, par exemple 48.8566, 2.3522
form-error-geometry-positions = Lieu n° { $n } : il manque des points. Il en faut deux pour une ligne, trois pour une surface
form-error-geometry-range = Lieu n° { $n } : ces coordonnées n’existent pas. Écrivez la latitude (de -90 à 90) puis la longitude (de -180 à 180)
form-error-geometry-crossing = Lieu n° { $n } : le contour se croise. Changez l’ordre des points
form-error-geometry-shape = Lieu n° { $n } : ce type de tracé n’est pas demandé ici. Choisissez-en un de la liste
form-error-geometry-size = Le tracé est trop détaillé : { $n } points au plus
form-error-geometry-few = { $n ->
    [one] Indiquez au moins { $n } lieu
   *[other] Indiquez au moins { $n } lieux
}
form-error-geometry-many = { $n ->
    [one] { $n } lieu au plus : retirez les autres
   *[other] { $n } lieux au plus : retirez les autres
}
form-error-geometry-file = Ce fichier ne peut pas être lu. Choisissez un fichier GPX, KML ou GeoJSON
form-error-geometry-file-empty = Ce fichier ne contient aucun lieu
form-error-geometry-file-many = Ce fichier contient plus de lieux que cette question n’en demande
form-error-geometry-file-shape = Ce fichier ne contient rien de ce qui est demandé ici
form-error-geometry-file-size = Ce fichier est trop gros : 5 Mo et 10 000 points au plus

## Answers given beforehand
form-error-prefill-unknown = Cette question n’est pas posée dans ce formulaire
form-error-prefill-closed = Cette réponse ne peut pas être remplie d’avance : répondez vous-même
form-error-prefill-hidden = Avec les autres réponses, cette question n’est pas posée
form-error-prefill-row = Il y a trop de lignes, ou une ligne manque avant celle-ci
form-error-prefill-many = Trop de réponses ont été données d’avance : 200 au plus
form-error-prefill-file = Ce fichier n’est plus disponible : joignez-le à nouveau

## What is wrong with a form, for those who write it
form-problem-unknown-key = La clé « { $key } » n’existe pas dans un formulaire
form-problem-root = Le schéma doit dire ce que sont les réponses : un type, des propriétés, des valeurs à choisir. Ce ne peut être ni un fichier seul, ni toujours vide
form-problem-schema = Le schéma n’est pas valide (mot clé « { $keyword } »)
form-problem-pattern-backtracks = Ce motif regarde autour de lui ou en arrière (« (?!…) ») : il est plus lent que les autres, et une réponse très longue peut être refusée
form-problem-pattern-many = Trop de motifs regardent autour d’eux ou en arrière (« (?!…) ») : { $max } au plus
form-problem-depth = Trop de niveaux imbriqués : { $max } au plus
form-problem-size = La définition est trop grande : { $max } éléments au plus
form-problem-fields = Trop de champs : { $max } au plus
form-problem-choices = Trop de choix dans une liste : { $max } au plus
form-problem-long = Ce texte est trop long : { $max } caractères au plus
form-problem-heavy = Trop de conditions portent sur une même réponse : des branches qui se renvoient l’une à l’autre doublent à chaque niveau. Ne citez chacune qu’une fois
form-problem-ref-remote = La référence « { $ref } » sort du fichier : seules les références locales et les types fournis sont acceptés
form-problem-ref-dynamic = La référence « { $ref } » mène à un endroit ou à un autre, selon le chemin qui y mène : donnez un nom à chaque endroit
form-problem-ref-unknown = Cette référence ne mène à rien
form-problem-ref-recursive = Cette référence revient sur elle-même : le formulaire s’arrête à trois niveaux
form-problem-scope-unknown = « { $scope } » ne désigne aucune propriété du schéma
form-problem-ui-type = « { $type } » n’est pas un élément d’interface connu
form-problem-unions = Trop de choix se croisent ici : plusieurs oneOf ou anyOf demandent au même endroit
form-problem-unrenderable = Aucun champ ne sait demander cette partie du schéma (type « { $type } »)
form-problem-control-duplicate = La question { $pointer } est posée deux fois
form-problem-id-clash = Ce nom se confond avec { $other } : changez l’un des deux
form-problem-option-idle = L’option « { $name } » ne change rien ici : la question est posée comme sans elle
form-problem-map-option = L’option « { $name } » d’une carte n’existe pas ou n’a pas une valeur possible
form-problem-file-rule = « file » doit être un objet
form-problem-file-accept = « { $value } » n’est pas un type de fichier connu : écrivez un type (« application/pdf »), une extension (« .pdf ») ou « image/* », « audio/* », « video/* »
form-problem-file-accept-list = « accept » doit être une liste d’au moins un type de fichier
form-problem-file-size = La taille d’un fichier est un nombre entier d’octets, plus grand que zéro : { $value }
form-problem-file-nature = « { $value } » n’est pas une nature de fichier : « identity », « bank_details » ou « other »
form-problem-file-template = Un modèle est le nom d’un fichier placé à côté de la démarche, sans dossier : { $value }
form-problem-effect-unknown = « { $effect } » n’est pas un effet : SHOW, HIDE, ENABLE ou DISABLE
form-problem-condition = Cette condition n’est pas complète
form-problem-condition-empty = Cette condition ne demande rien de la réponse (ni « schema » ni « expectedValue ») : elle est toujours vraie
form-problem-cycle = Ces conditions ou calculs dépendent les uns des autres en rond : { $cycle }
form-problem-variable-unknown = « { $variable } » ne désigne aucune réponse du formulaire
form-problem-variable-ambiguous = « { $variable } » est à la fois un mot réservé et une propriété : changez le nom de la propriété
form-problem-check-pointer = « { $pointer } » ne désigne aucune question
form-problem-text = Ce texte doit être une chaîne ou un objet par langue
form-problem-keyword-idle = Le mot clé « { $key } » ne change rien ici : il est pour une autre sorte de question
form-problem-label-missing = Il manque un titre : les lecteurs d’écran n’auraient rien à dire
form-problem-translation-missing = Ce texte n’est pas écrit en « { $lang } »
form-problem-translation-unused = Rien n’utilise la traduction « { $key } »
form-problem-required-without-control = { $pointer } est obligatoire et aucune question ne le demande
form-problem-date-limit = « { $keyword } » ne limite rien ici : seules les dates (« format »: « date ») ont des limites, qui sont des dates comme 2026-01-31
form-problem-rule-operator = « { $operator } » n’est pas un opérateur connu
form-problem-rule-arguments = L’opérateur « { $operator } » n’a pas le bon nombre de valeurs
form-problem-rule-shape = Cette règle n’a pas la forme attendue : un opérateur et ses valeurs
form-problem-rule-variable = Le nom d’une réponse est attendu ici
form-problem-rule-nesting = « { $operator } » ne peut pas être placé dans une autre recherche parmi des lignes
form-problem-rule-depth = Cette règle a trop de niveaux imbriqués : { $max } au plus
form-problem-rule-size = Cette règle est trop longue : { $max } éléments au plus
form-problem-rule-type = { $right ->
    [none] « { $operator } » ne donne rien avec { $left ->
        [text] un texte ou une date
        [number] un nombre
        [boolean] un oui ou non
        [list] une liste
        [object] une réponse en plusieurs parties
       *[mixed] ces valeurs
    }
   *[other] « { $operator } » ne peut rien donner entre { $left ->
        [text] un texte ou une date
        [number] un nombre
        [boolean] un oui ou non
        [list] une liste
        [object] une réponse en plusieurs parties
       *[mixed] des valeurs de plusieurs types
    } et { $right ->
        [text] un texte ou une date
        [number] un nombre
        [boolean] un oui ou non
        [list] une liste
        [object] une réponse en plusieurs parties
       *[mixed] des valeurs de plusieurs types
    }
}
form-problem-rule-value = La réponse { $variable } ne peut pas valoir { $value }
form-problem-rule-never = Cette condition n’est jamais vraie, quelles que soient les réponses possibles ici
form-problem-rule-always = Cette condition est toujours vraie, quelles que soient les réponses possibles ici
form-problem-reference-missing = Une référence externe dit d’où viennent ses réponses : il manque le mot clé « reference »
form-problem-reference-source = Une référence externe vient d’un fichier (« file ») ou d’un service (« url »), l’un des deux
form-problem-reference-url = L’adresse « { $url } » doit nommer un hôte et contenir, après lui, {"{query}"} ou {"{id}"}, une seule des deux marques
form-problem-reference-insecure = L’hôte { $host } doit être appelé en https
form-problem-reference-pointer = « { $pointer } » n’est pas un JSON Pointer qui trouve une valeur
form-problem-reference-example = L’exemple ne contient aucune réponse : vérifiez « list », « id » et « label »
form-problem-reference-name = « { $name } » n’est pas un nom de « data »
form-problem-reference-target = « { $pointer } » ne désigne aucune question que l’on puisse remplir d’ici
form-problem-reference-target-row = « { $pointer } » est dans un bloc répété : seule une référence demandée dans la même ligne peut la remplir, car rien ne dit de quelle ligne il s’agit
form-problem-reference-when-down = « { $value } » n’est ni « accept » ni « refuse »
form-problem-reference-column = « { $pointer } » ne désigne aucune colonne du fichier
form-problem-reference-file-missing = Le fichier { $name } manque à côté de la démarche
form-problem-reference-file-too-large = Ce fichier est trop grand : 5 Mo et 50 000 lignes au plus
form-problem-reference-file-malformed = Ligne { $line } : elle n’a pas autant de cellules que la première, ou n’est pas en UTF-8
form-problem-reference-file-empty = Ce fichier n’a pas de ligne sous celle des noms de colonnes
form-problem-reference-file-column = Le nom de colonne « { $name } » manque ou revient deux fois
form-problem-reference-file-key-missing = Ligne { $line } : la première cellule, l’identifiant, est vide
form-problem-reference-file-key-duplicate = Ligne { $line } : l’identifiant « { $key } » revient deux fois
