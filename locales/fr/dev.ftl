# The mails that the demonstration keeps instead of sending.
dev-mails-title = Courriels de la démonstration
dev-mails-text = Ce site n’envoie aucun courriel. Voici ceux qui seraient partis, le dernier en premier.
dev-mails-subject = Objet
dev-mails-recipient = Destinataire
dev-mails-kept = Date
dev-mails-empty = Aucun courriel pour le moment
dev-mails-empty-text = Créez un compte ou déposez une demande : les courriels apparaîtront ici.
dev-mail-back = Tous les courriels
dev-mail-text = Texte du courriel
