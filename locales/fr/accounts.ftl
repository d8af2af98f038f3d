# Accounts: signing in, registering, a lost password, one's own settings.

## Words of several pages
accounts-email = Adresse électronique
accounts-email-hint = Par exemple prenom.nom@exemple.fr
accounts-given-name = Prénom
accounts-family-name = Nom
accounts-password = Mot de passe
accounts-new-password = Nouveau mot de passe
accounts-password-hint = Douze caractères au moins. Plusieurs mots sans lien entre eux font un bon mot de passe.
accounts-password-help = Comment choisir un bon mot de passe
accounts-password-help-words = Choisissez quatre ou cinq mots au hasard, séparés par des espaces ou des tirets. C’est facile à retenir et difficile à deviner.
accounts-password-help-avoid = Évitez votre nom, votre adresse, une date de naissance, une suite comme 123456 ou une phrase connue.
accounts-password-help-unique = N’utilisez pas le mot de passe d’un autre site.
accounts-password-help-manager = Votre navigateur ou un gestionnaire de mots de passe peut en créer un et le retenir pour vous.

## Signing in
accounts-sign-in-title = Se connecter
accounts-sign-in-submit = Se connecter
accounts-sign-in-forgotten = Mot de passe oublié ?
accounts-sign-in-unconfirmed-title = Confirmez votre adresse
accounts-sign-in-unconfirmed = Votre adresse électronique n’est pas encore confirmée. Nous venons de vous envoyer un nouveau courriel : suivez le lien qu’il contient, puis connectez-vous.
accounts-sign-in-new-title = Pas encore de compte ?
accounts-sign-in-new-text = Avec un compte, vous déposez une demande, vous la reprenez quand vous voulez et vous suivez la réponse.
accounts-sign-in-new-link = Créer un compte

## Registering
accounts-register-title = Créer un compte
accounts-register-lead = Il faut une adresse électronique que vous consultez : nous y enverrons un lien pour la confirmer.
accounts-register-email-hint = Nous l’utilisons pour confirmer votre compte et vous prévenir quand votre dossier avance.
accounts-register-submit = Créer mon compte
accounts-register-known = Vous avez déjà un compte ?
accounts-register-sign-in = Se connecter

## A mail has left
accounts-sent-title = Consultez votre messagerie
accounts-sent-register = Nous avons envoyé un courriel à { $email }. Ouvrez-le et suivez le lien qu’il contient pour continuer.
accounts-sent-register-delay = Ce lien fonctionne pendant deux jours.
accounts-sent-reset = Si un compte existe avec l’adresse { $email }, un courriel vient de partir. Ouvrez-le et suivez le lien qu’il contient pour choisir un nouveau mot de passe.
accounts-sent-reset-delay = Ce lien fonctionne pendant une heure.
accounts-sent-missing = Vous ne recevez rien ?
accounts-sent-missing-wait = Attendez quelques minutes : un courriel peut mettre un peu de temps à arriver.
accounts-sent-missing-spam = Regardez dans les courriers indésirables (spam).
accounts-sent-missing-address = Vérifiez que l’adresse écrite ci-dessus est la bonne.
accounts-sent-again = Recommencer avec une autre adresse
accounts-sent-demo = Voir les courriels de la démonstration

## The mailed link of a new account
accounts-confirm-title = Confirmez votre adresse électronique
accounts-confirm-text = Il reste une étape : appuyez sur le bouton pour confirmer que cette adresse est la vôtre. Vous pourrez ensuite vous connecter.
accounts-confirm-submit = Confirmer mon adresse

## A lost password
accounts-ask-reset-title = Mot de passe oublié
accounts-ask-reset-text = Indiquez l’adresse électronique de votre compte. Nous vous enverrons un lien pour choisir un nouveau mot de passe.
accounts-ask-reset-submit = Recevoir le lien
accounts-reset-title = Choisissez un nouveau mot de passe
accounts-reset-text = Pour votre sécurité, vous serez déconnecté de tous vos appareils. Vous pourrez vous reconnecter avec le nouveau mot de passe.
accounts-reset-submit = Enregistrer le mot de passe

## Settings
accounts-settings-title = Mon compte
accounts-settings-profile = Votre nom et votre langue
accounts-settings-language = Langue du site et des courriels
accounts-settings-save = Enregistrer
accounts-settings-password = Votre mot de passe
accounts-settings-current = Mot de passe actuel
accounts-settings-current-hint = Nous le demandons à nouveau pour être sûrs que c’est vous.
accounts-settings-change = Changer le mot de passe
accounts-settings-sessions = Vos appareils connectés
accounts-settings-sessions-text = Si vous ne reconnaissez pas un appareil, déconnectez-le, puis changez votre mot de passe.
accounts-session-device = Appareil
accounts-session-device-on = { $browser } sur { $system }
accounts-session-browser-unknown = Navigateur inconnu
accounts-session-opened = Connecté le
accounts-session-seen = Vu le
accounts-session-action = Action
accounts-session-this = Cet appareil
accounts-session-end = Déconnecter
accounts-session-end-label = Déconnecter { $device }, vu le { $seen }

## What has just happened
accounts-signed-out = Vous êtes déconnecté.
accounts-confirmed = Votre adresse est confirmée. Vous pouvez vous connecter.
accounts-password-changed = Votre mot de passe est changé.
accounts-saved = Vos modifications sont enregistrées.
accounts-session-ended = L’appareil est déconnecté.

## Errors of fields
accounts-error-credentials = L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, puis réessayez.
accounts-error-current = Le mot de passe actuel n’est pas le bon. Saisissez-le à nouveau.
accounts-error-email-email = Saisissez une adresse électronique complète, par exemple prenom.nom@exemple.fr.
accounts-error-email-length = L’adresse électronique est trop longue : 200 caractères au plus.
accounts-error-given-name-length = Saisissez votre prénom, en 100 caractères au plus.
accounts-error-family-name-length = Saisissez votre nom, en 100 caractères au plus.
accounts-error-password-too-short = Le mot de passe est trop court : il faut 12 caractères au moins.
accounts-error-password-too-long = Le mot de passe est trop long : il faut 256 caractères au plus.
accounts-error-password-too-weak = Ce mot de passe est trop facile à deviner. Ajoutez un ou deux mots sans lien avec vous.
