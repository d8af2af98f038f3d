# The thread between an applicant and the administration.
messages-title = Messagerie
messages-none = Aucun message pour l’instant.
messages-write = Votre message
messages-write-service = Le service le lira avec votre dossier. Vous serez prévenu de sa réponse par courriel.
messages-write-applicant = L’usager sera prévenu par courriel. Votre nom ne lui est pas montré : il voit celui du service.
messages-send = Envoyer le message
messages-sent = Votre message est envoyé.
