# The frame of every page and the words of the components.

## Frame
interface-skip = Aller au contenu principal
interface-home = Accueil
interface-languages = Langue
interface-navigation = Navigation principale
interface-nav-procedures = Démarches
interface-nav-dossiers = Mes dossiers
interface-nav-tasks = Mes tâches
interface-nav-review = Instruction
interface-nav-design = Conception
interface-nav-admin = Administration
interface-sign-in = Se connecter
interface-sign-out = Se déconnecter
interface-account = Mon compte
interface-account-of = Compte de
interface-demo = Site de démonstration.
interface-demo-text = Les données sont fictives et aucun courriel ne part.
interface-demo-mail = Voir les courriels
interface-footer-text = Les démarches de votre administration, simplement.
interface-footer-accessibility = Accessibilité
interface-back = Retour
interface-breadcrumbs = Fil d’Ariane

## Fields
interface-optional = (facultatif)
interface-help = Aide
interface-about = « { $what } »
interface-select-empty = Choisissez dans la liste
interface-which = Laquelle de ces réponses est la vôtre ?
interface-suggestions = Réponses proposées, à parcourir avec les flèches :
interface-suggestions-none = Aucune réponse ne correspond
interface-filter-choices = Filtrer les réponses
interface-more = En savoir plus
interface-notice = Télécharger la notice
interface-characters-max = { $n ->
    [one] { $n } caractère au plus.
   *[other] { $n } caractères au plus.
}
interface-characters-left-one = Il vous reste %{"{"}count{"}"} caractère
interface-characters-left-other = Il vous reste %{"{"}count{"}"} caractères
interface-characters-none-left = Vous avez atteint la longueur autorisée
interface-characters-over-one = Il y a %{"{"}count{"}"} caractère de trop
interface-characters-over-other = Il y a %{"{"}count{"}"} caractères de trop
interface-password-show = Afficher
interface-password-hide = Masquer
interface-password-show-label = Afficher le mot de passe
interface-password-hide-label = Masquer le mot de passe
interface-password-shown = Votre mot de passe est visible
interface-password-hidden = Votre mot de passe est masqué
interface-file-max = { $size } au plus par fichier.
interface-file-template = Télécharger le modèle à remplir
interface-file-kept = Fichiers joints : { $label }
interface-file-replace = Remplacer ce fichier
interface-add = Ajouter
interface-remove = Retirer

## Maps
interface-map-how = Coordonnées : un point par ligne, la latitude puis la longitude. Par exemple 48.8566, 2.3522 ou 48°51′24″ N, 2°21′8″ E. Le contour d’une surface se referme tout seul.
interface-map-words = Si vous ne les connaissez pas, donnez seulement un nom ou une adresse.
interface-map-add = Ajouter un lieu par son nom ou ses coordonnées
interface-map-add-this = Ajouter ce lieu
interface-map-label = Nom du lieu
interface-map-shape = Tracé
interface-map-shape-any = D’après le nombre de points
interface-map-coordinates = Coordonnées
interface-map-too-long = Ce tracé a trop de points pour être écrit ici. Pour le changer, utilisez la carte ou importez un autre fichier.
interface-map-import = Importer un fichier
interface-map-file = Fichier GPX, KML ou GeoJSON
interface-map-file-hint = 5 Mo au plus. Ses lieux s’ajoutent à ceux qui sont déjà là.
interface-map-import-this = Importer ce fichier
interface-map-geojson = GeoJSON, pour les logiciels
interface-map-geojson-label = Tous les lieux, en GeoJSON
interface-map-download = Télécharger en GeoJSON
interface-map-drawing = Dessin : { $label }
interface-map-canvas = Carte : { $label }. Flèches pour déplacer la carte, plus et moins pour l’agrandir ou la réduire, Entrée pour poser un point au centre.
interface-map-tools = Outils de la carte
interface-map-draw-Point = Placer un point
interface-map-draw-LineString = Tracer une ligne
interface-map-draw-Polygon = Tracer une surface
interface-map-edit = Modifier
interface-map-place = Poser au centre
interface-map-finish = Terminer
interface-map-delete = Supprimer
interface-map-undo = Annuler
interface-map-idle = Choisissez un outil pour dessiner. Tout peut aussi s’écrire sous la carte.
interface-map-help-Point = Cliquez à l’endroit voulu, ou déplacez la carte et choisissez « Poser au centre ».
interface-map-help-more = Posez les points un à un, puis choisissez « Terminer ». Échap abandonne.
interface-map-help-select = Choisissez un tracé sur la carte pour le modifier.
interface-map-help-selected = Déplacez le tracé ou ses points ; un clic droit sur un point le retire.
interface-map-placed = Point posé.
interface-map-undone = Dernière action annulée.
interface-map-crossing = Le contour ne peut pas se croiser.
interface-map-zoom-in = Agrandir
interface-map-zoom-out = Réduire

## Errors, messages
interface-error-prefix = Erreur :
interface-error-line = { $label } : { $error }
interface-error-summary = Il y a un problème
interface-warning = Attention
interface-notification-success = C’est fait
interface-notification-error = Il y a un problème
interface-notification-info = À savoir
interface-message-mine = Vous
interface-autosave-failed = Non enregistré. Nous réessayons…
interface-autosave-signed-out = Non enregistré : votre session est terminée. Gardez cette page ouverte et reconnectez-vous dans un autre onglet.
interface-autosave-saved = Enregistré à { $time }
interface-autosave-saving = Enregistrement…
interface-autosave-kept = Votre session est terminée. Ce que vous écrivez ici est gardé à part.
interface-autosave-sign-in = Reconnectez-vous pour l’enregistrer
interface-autosave-offline = Non enregistré : vous êtes hors connexion. Gardez cette page ouverte, nous réessayons…
interface-other-writer = { $name } écrit aussi dans ce dossier : dernière modification le { $at }.
interface-other-window = Ce dossier a aussi été modifié dans une autre fenêtre, le { $at }.

## Two answers to one question, rows
interface-two-answers = Il y a deux réponses à cette question. Laquelle voulez-vous garder ?
interface-two-answers-kept = { $name } a enregistré, le { $at } :
interface-two-answers-kept-by-you = Vous avez enregistré dans une autre fenêtre, le { $at } :
interface-two-answers-kept-before = Déjà enregistré :
interface-two-answers-last = { $name } a écrit ensuite, le { $at } :
interface-two-answers-last-by-you = Vous avez écrit, le { $at } :
interface-two-answers-choose = Garder cette réponse
interface-row-back = { $removed ->
    [you] Vous aviez retiré cet élément le { $at }.
   *[other] { $remover } avait retiré cet élément le { $at }.
} { $written ->
    [you] { $removed ->
        [you] Vous y avez écrit dans une autre fenêtre : il est revenu.
       *[other] Vous y avez écrit entre-temps : il est revenu.
    }
   *[other] { $writer } y a écrit entre-temps : il est revenu.
} Gardez-le ou retirez-le.
interface-row-keep = Garder
interface-row-up = Monter
interface-row-down = Descendre
interface-row-duplicate = Dupliquer
interface-removed = L’élément est retiré.
interface-undo = Annuler

## Lists
interface-step = Étape { $current } sur { $total }
interface-change = Modifier
interface-no-answer = Non renseigné
interface-search = Rechercher
interface-filter = Filtrer
interface-filter-title = Filtrer la liste
interface-filter-clear = Effacer les filtres
interface-pagination = Pages de la liste
interface-previous = Page précédente
interface-next = Page suivante

## The eight phases of a dossier
interface-phase-draft = Brouillon
interface-phase-submitted = Déposé
interface-phase-review = En instruction
interface-phase-waiting = À corriger
interface-phase-accepted = Accepté
interface-phase-refused = Refusé
interface-phase-closed = Classé sans suite
interface-phase-withdrawn = Retiré
