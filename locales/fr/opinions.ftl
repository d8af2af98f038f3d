# Opinions of those who have no account: the page of their link, and what an instructor does about it.

## The page of a link
opinions-asked-by = Demandé par { $service }
opinions-no-account = Ce lien a été envoyé à { $email } : vous répondez sans compte, en son nom. Il est pour vous, ne le transmettez pas. Il fonctionne jusqu’au { $until } au plus tard, tant que la réponse est attendue.
opinions-procedure = Démarche
opinions-number = Dossier
opinions-item = Objet
opinions-due = À rendre au plus tard
opinions-silence = Sans réponse à cette date
opinions-shown = Ce que le service vous montre
opinions-shown-text = Ces réponses et ces fichiers sont ceux du demandeur. Le reste de son dossier ne vous est pas ouvert.
opinions-yours = Votre réponse
opinions-motivation = Motivation ou observations
opinions-once = Une fois envoyée, votre réponse ne peut plus être changée.
opinions-send = Envoyer la réponse
opinions-keep = Enregistrer pour plus tard
opinions-kept = C’est enregistré, et pas encore envoyé. Revenez par le même lien.
opinions-sent = Réponse envoyée
opinions-sent-text = Votre réponse a été envoyée le { $at }, depuis le lien de { $email }.
opinions-gone = Ce lien n’ouvre rien
opinions-gone-text = L’adresse est peut-être incomplète. Ou bien une réponse n’est plus attendue par ce lien : elle a été donnée, le délai est passé, le dossier a avancé ou le lien a été repris.
opinions-gone-next = Vérifiez que vous avez ouvert le dernier courriel reçu, avec l’adresse entière. Sinon, écrivez au service qui vous a demandé une réponse.
opinions-error-conflict = Le dossier a changé pendant que vous écriviez. Relisez la page, puis recommencez.
opinions-error-outcome = Choisissez votre conclusion.
opinions-error-motivation-required = Écrivez la motivation : la loi demande que cette décision soit expliquée.
opinions-error-exclude = Une autre réponse, donnée depuis la même adresse, vous empêche de donner celle-ci.

## What an instructor sees and does
opinions-nobody = Aucune adresse n’est connue : personne n’a reçu de demande. Indiquez à qui l’envoyer.
opinions-address-since = Attendu de { $email }, sans compte, depuis le { $at }.
opinions-address-last = Dernier envoi le { $at }.
opinions-address-by = Envoyé par { $name }.
opinions-address-expired = Le lien est trop ancien : envoyez-le à nouveau.
opinions-address-revoked = { $email } : lien repris le { $at } par { $name }.
opinions-address-asked = Demandé à { $email } le { $at }.
opinions-resend = Envoyer à nouveau
opinions-resend-to = Envoyer à nouveau le lien à { $email }
opinions-resent = Un nouveau lien est parti. Le précédent fonctionne encore.
opinions-revoke = Reprendre le lien
opinions-revoke-of = Reprendre le lien de { $email }
opinions-revoked = Le lien n’ouvre plus rien.
opinions-correct = Corriger l’adresse
opinions-corrected = Un lien est parti à la nouvelle adresse. S’il y en avait une avant, le sien n’ouvre plus rien.
opinions-address = Adresse électronique à qui demander
opinions-address-hint = Elle recevra un lien personnel, qui ne montre que ce que le circuit prévoit.
opinions-address-send = Envoyer à cette adresse
opinions-error-address = Cette adresse électronique n’est pas valable : rien n’a été envoyé.
opinions-error-over = Cette réponse n’est plus attendue : rien n’a changé.
