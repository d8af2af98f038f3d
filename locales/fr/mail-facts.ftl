mails-fact-received = Reçu le
mails-fact-service = Service qui suit votre dossier
mails-fact-silence = Sans réponse de notre part
mails-fact-remedies = Si vous n’êtes pas d’accord avec la décision
mails-fact-fields = À corriger
mails-silence-acceptance = Si votre dossier est complet et si vous n’avez pas de réponse le { $date } au soir, votre demande sera acceptée. Vous pourrez alors demander une attestation au service.
mails-silence-rejection = Si votre dossier est complet et si vous n’avez pas de réponse le { $date } au soir, votre demande sera rejetée.
mails-silence-none = L’absence de réponse ne vaut pas décision : le service vous répondra.
