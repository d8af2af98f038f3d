# What went wrong, and what the reader can do about it.

## The page
errors-retry-seconds = { $n ->
    [one] Vous pourrez réessayer dans une seconde.
   *[other] Vous pourrez réessayer dans { $n } secondes.
}
errors-retry-minutes = { $n ->
    [one] Vous pourrez réessayer dans une minute.
   *[other] Vous pourrez réessayer dans { $n } minutes.
}
errors-next = Vous pouvez aussi :
errors-home = aller à l’accueil
errors-dossiers = retrouver vos dossiers
errors-sign-in = vous connecter

## Nothing there, or not for this person
errors-not-found-title = Cette page n’existe pas
errors-not-found-detail = L’adresse est peut-être incomplète, ou vous n’avez pas accès à ce qu’elle désigne. Vérifiez l’adresse, ou connectez-vous avec le compte qui y a accès.
errors-unauthenticated-title = Connectez-vous pour continuer
errors-unauthenticated-detail = Vous n’êtes pas connecté, ou votre session est terminée. Connectez-vous, puis recommencez. Si vous veniez de remplir une page, revenez-y d’abord et copiez ce que vous avez écrit.
errors-instructors-only-title = Cette page est réservée aux instructeurs
errors-instructors-only-detail = Votre compte ne fait pas partie d’un groupe qui instruit des dossiers. Si vous devriez en faire partie, demandez-le au responsable de la démarche.
errors-officials-only-title = Cette page est réservée aux responsables de démarche
errors-officials-only-detail = Votre compte n’est pas chargé d’une démarche. Si vous devriez l’être, demandez-le à l’administrateur du site.
errors-administrators-only-title = Cette page est réservée aux administrateurs
errors-administrators-only-detail = Votre compte ne permet pas d’administrer ce site. Si vous en avez besoin, demandez-le à un administrateur.
errors-not-your-procedure-title = Cette démarche est gérée par quelqu’un d’autre
errors-not-your-procedure-detail = Une démarche existe déjà à cette adresse et vous n’en êtes pas responsable. Choisissez une autre adresse, ou demandez l’accès à l’administrateur du site.

## What was sent can't be taken
errors-csrf-title = Cette page est restée ouverte trop longtemps
errors-csrf-detail = Rien n’a été enregistré. Revenez à la page précédente, copiez ce que vous avez écrit si c’est long, rechargez la page, puis recommencez.
errors-link-expired-title = Ce lien ne fonctionne plus
errors-link-expired-detail = Il est trop ancien, ou il a déjà servi. Si vous confirmiez votre adresse, connectez-vous : nous vous enverrons un nouveau lien. Si vous changiez de mot de passe, demandez un nouveau lien depuis « Mot de passe oublié ».
errors-invitation-expired-title = Cette invitation ne fonctionne plus
errors-invitation-expired-detail = Elle a déjà servi, elle a plus de trente jours, ou elle a été retirée. Si vous l’avez acceptée, le dossier est dans votre liste. Sinon, demandez une nouvelle invitation à la personne qui vous l’a envoyée.
errors-too-large-title = L’envoi est trop lourd
errors-too-large-detail = Rien n’a été enregistré. Revenez à la page précédente et choisissez un fichier plus léger, ou raccourcissez votre texte. La taille permise est écrite à côté de chaque fichier demandé.
errors-wrong-type-title = Ce type de fichier n’est pas accepté
errors-wrong-type-detail = Le fichier n’a pas été enregistré. Revenez à la page précédente et choisissez un fichier d’un des types indiqués, par exemple un PDF ou une photo.
errors-malformed-title = Nous n’avons pas compris cet envoi
errors-malformed-detail = Rien n’a été enregistré. Revenez à la page précédente, rechargez-la, puis recommencez. Si cela se reproduit, essayez avec un autre navigateur.
errors-unknown-workflow-title = Le circuit de cette démarche n’existe pas
errors-unknown-workflow-detail = La démarche n’a pas été enregistrée. Indiquez un circuit fourni avec le site, comme « standard », ou décrivez-le dans la démarche.

## The procedure or the dossier does not allow it
errors-closed-title = Cette démarche est fermée
errors-closed-detail = Elle n’accepte pas de demande en ce moment. Sa page indique les dates d’ouverture et qui contacter. Un brouillon déjà commencé est gardé.
errors-quota-reached-title = Le nombre de demandes permis est atteint
errors-quota-reached-detail = Vous avez déjà le nombre de brouillons ou de demandes permis, ou la démarche a reçu toutes celles qu’elle peut prendre. Regardez vos dossiers : vous pouvez reprendre ou supprimer un brouillon.
errors-not-editable-title = Ce dossier ne peut plus être modifié
errors-not-editable-detail = L’administration l’examine ou a déjà répondu. Ouvrez le dossier pour voir où il en est ; si la messagerie est ouverte, vous pouvez écrire au service.
errors-messages-closed-title = La messagerie de ce dossier est fermée
errors-messages-closed-detail = Votre message n’a pas été envoyé. Elle s’ouvre quand la demande est déposée et se ferme après la décision. Les coordonnées du service sont sur la page du dossier.
errors-not-enabled-title = Cette action n’est plus possible
errors-not-enabled-detail = Le dossier a changé d’état depuis que vous avez ouvert la page. Revenez au dossier et rechargez la page pour voir ce que vous pouvez faire maintenant.
errors-wrong-role-title = Cette action ne vous est pas ouverte
errors-wrong-role-detail = Votre rôle dans ce dossier ne permet pas cette action. Rien n’a changé.
errors-guard-title = Il manque quelque chose pour continuer
errors-guard-detail = Rien n’a changé. Le dossier n’est pas complet, ou une condition de la démarche n’est pas remplie. Revenez au dossier et vérifiez les réponses.
errors-motivation-required-title = Indiquez le motif de la décision
errors-motivation-required-detail = La décision n’a pas été prise. Revenez à la page précédente et écrivez les raisons : la personne les lira avec la décision.
errors-endless-title = Cette action n’a pas pu aboutir
errors-endless-detail = Le circuit de cette démarche comporte une erreur. Rien n’a changé. Signalez-le au responsable de la démarche.
errors-conflict-title = Quelqu’un d’autre a modifié ce dossier
errors-conflict-detail = Une autre personne, ou un autre onglet, l’a changé pendant que vous y travailliez. Votre action n’a pas été faite. Revenez à la page précédente, rechargez-la pour voir l’état du dossier, puis recommencez si c’est encore utile.

## The site can't answer now
errors-too-many-title = Trop d’essais en peu de temps
errors-too-many-detail = Pour protéger les comptes, nous limitons le nombre d’essais. Attendez un peu, puis recommencez.
errors-unavailable-title = Le site est momentanément indisponible
errors-unavailable-detail = Ce que vous aviez déjà enregistré est gardé. Attendez un peu, puis rechargez la page. Si vous veniez de remplir une page, revenez à la page précédente et envoyez-la à nouveau.
errors-internal-title = Un problème est survenu de notre côté
errors-internal-detail = Vous n’y êtes pour rien et nous en sommes informés. Revenez à la page précédente et réessayez dans quelques minutes. Ce que vous aviez déjà enregistré est gardé.
errors-other-title = Cette action n’a pas pu être faite
errors-other-detail = Revenez à la page précédente, rechargez-la, puis recommencez. Si cela se reproduit, contactez le service chargé de votre démarche.
