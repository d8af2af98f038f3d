# The thread between an applicant and the administration.
messages-title = Messagerie
messages-none = Aucun message pour l’instant.
messages-write = Votre message
messages-write-service = Le service le lira avec votre dossier. Vous serez prévenu de sa réponse par courriel.
messages-write-applicant = L’usager sera prévenu par courriel. Votre nom ne lui est pas montré : il voit celui du service.
messages-send = Envoyer le message
messages-sent = Votre message est envoyé.
messages-error-message-empty = Écrivez votre message
messages-error-message-too-long = Votre message est trop long : 10 000 caractères au plus
messages-unsent = Vous avez écrit ceci le { $at }, après la fin de votre session. Rien n’est parti : relisez, puis envoyez.
messages-unsent-kept = Vous avez écrit ceci le { $at }, après la fin de votre session. Rien n’est enregistré : continuez pour le garder.
messages-unsent-closed = Vous avez écrit ceci le { $at }, après la fin de votre session. Rien n’est parti, et ce n’est plus possible ici : gardez-en une copie si vous en avez besoin.
messages-unsent-forget = Effacer ce texte
messages-unsent-forgotten = Le texte est effacé.
