# The frame of every page and the words of the components.

## Frame
interface-skip = Aller au contenu principal
interface-home = Accueil
interface-languages = Langue
interface-navigation = Navigation principale
interface-nav-procedures = Démarches
interface-nav-dossiers = Mes dossiers
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
