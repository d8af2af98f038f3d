# The workflow: phases, refusals, what a checker says of a definition.

## Phases
workflow-phase-draft = Brouillon
workflow-phase-submitted = Déposé
workflow-phase-review = En instruction
workflow-phase-waiting = En attente de l’usager
workflow-phase-accepted = Accepté
workflow-phase-refused = Refusé
workflow-phase-closed = Classé sans suite
workflow-phase-withdrawn = Retiré par l’usager

## Outcomes of a decision
workflow-outcome-accepted = Demande acceptée
workflow-outcome-refused = Demande refusée
workflow-outcome-closed = Demande classée sans suite
workflow-outcome-withdrawn = Demande retirée

## Reasons of a correction request
workflow-correction-incorrect = Des réponses sont à corriger
workflow-correction-incomplete = Des éléments manquent
workflow-correction-outdated = Des éléments ne sont plus à jour

## Actions
workflow-action-notify = Envoyer un courriel
workflow-action-message = Écrire un message dans le dossier
workflow-action-set = Donner une valeur à une variable
workflow-action-assign = Confier le dossier
workflow-action-request-correction = Demander une correction
workflow-action-deadline = Agir sur un délai
workflow-action-document = Produire un document
workflow-action-webhook = Prévenir un autre logiciel

## Refusals of a command
workflow-refusal-not-enabled = Cette action n’est plus possible : le dossier a changé d’état.
workflow-refusal-wrong-role = Votre rôle ne vous permet pas cette action.
workflow-refusal-guard = Les conditions de cette action ne sont pas remplies.
workflow-refusal-motivation-required = Indiquez le motif de la décision.
workflow-refusal-endless = Le circuit de cette démarche tourne en rond. Signalez-le au responsable de la démarche.
workflow-refusal-overdue = Ce qui suit d’un délai écoulé vient d’abord : rouvrez le dossier pour voir ce qui a changé.
workflow-refusal-exclude = Une autre partie du travail, faite par la même personne, empêche celle-ci.
workflow-refusal-outcome = Cette tâche ne peut pas se terminer ainsi.

## Problems of a definition: shape
workflow-problem-E-required = Il manque « { $name } ».
workflow-problem-E-unknown = « { $name } » n’existe pas à cet endroit.
workflow-problem-E-value = Cette valeur n’est pas permise ici (règle « { $keyword } » du schéma).
workflow-problem-E-action = L’action « { $name } » n’existe pas.
workflow-problem-E-duration = « { $value } » n’est pas une durée. Écrivez par exemple P15D (15 jours), P2M (2 mois) ou PT12H (12 heures).
workflow-problem-E-unsupported = « { $name } » n’est pas encore pris en charge par cette version.

## Rules
workflow-problem-E-rule-operator = L’opérateur « { $operator } » n’existe pas dans les règles.
workflow-problem-E-rule-arguments = L’opérateur « { $operator } » n’a pas le bon nombre d’éléments.
workflow-problem-E-rule-shape = Une règle est un objet qui contient un seul opérateur.
workflow-problem-E-rule-variable = Le nom d’une variable s’écrit en toutes lettres, avec des points.
workflow-problem-E-rule-nesting = « { $operator } » ne peut pas se trouver dans un autre « some », « all » ou « none ».
workflow-problem-E-rule-depth = Cette règle est trop imbriquée (plus de { $max } niveaux).
workflow-problem-E-rule-size = Cette règle est trop longue (plus de { $max } éléments).
workflow-problem-E-variable = La variable « { $name } » n’existe pas.
workflow-problem-E-literal = « { $name } » ne peut jamais valoir { $value }.
workflow-problem-E-type = { form-problem-rule-type }.

## References
workflow-problem-E-target = L’état « { $name } » n’existe pas.
workflow-problem-E-document = Aucune action ne produit le document « { $name } ».
workflow-problem-E-role = Le rôle « { $name } » n’existe pas.
workflow-problem-E-external = « { $name } » n’a pas de compte : on peut lui demander une tâche, rien d’autre.
workflow-problem-E-shows = La tâche « { $name } » est faite par des agents, qui lisent tout le dossier : « shows » ne vaut que pour un rôle « external ».
workflow-problem-E-form = Le formulaire « { $name } » n’est pas déclaré dans « forms ».
workflow-problem-E-data = La variable « { $name } » n’est pas déclarée dans « data ».
workflow-problem-E-data-schema = La déclaration de la variable « { $name } » n’est pas un schéma JSON valable.
workflow-problem-E-default = La valeur par défaut de « { $name } » n’est pas permise par sa déclaration.
workflow-problem-E-return = On ne sait pas où « { $target } » doit ramener depuis l’état « { $name } ».
workflow-problem-E-timer = Ce minuteur n’a ni destination ni action : il ne sert à rien.

## Deadlines
workflow-problem-E-deadline = Le délai « { $name } » n’existe pas.
workflow-problem-E-draft-clock = Le délai « { $name } » commence dans un brouillon : un délai court à partir d’un dépôt.
workflow-problem-E-calendar = Les jours fériés de ce territoire ne sont pas connus : ce délai ne peut pas compter les jours ouvrés.
workflow-problem-E-civil-duration = « { $value } » compte des heures. Un délai se compte en jours, en semaines, en mois ou en années, par exemple P2M.
workflow-problem-E-business-duration = « { $value } » ne peut pas se compter en jours ouvrés. Écrivez un nombre de jours, par exemple P10D.
workflow-problem-E-duration-gap = Si aucune condition n’est remplie, ce délai n’a pas de durée. Terminez par une durée sans condition.
workflow-problem-E-extend = Ajoutez « by » : de combien ce délai est-il prolongé ?

## Flow
workflow-problem-E-no-final = Aucun état n’est final : un dossier ne se terminerait jamais.
workflow-problem-E-unreachable = Aucun dossier ne peut arriver dans l’état « { $name } ».
workflow-problem-E-dead-end = Depuis l’état « { $name } », un dossier ne peut jamais se terminer.
workflow-problem-E-dead-transition = Personne ne pourra jamais utiliser « { $name } ».
workflow-problem-E-dead-branch = Ce passage vers « { $name } » ne sert jamais : sa condition n’est jamais remplie, ou le dossier est parti avant.
workflow-problem-E-loop = L’état « { $name } » revient à lui-même par des passages automatiques : le dossier tournerait sans fin.
workflow-problem-E-gap = Dans l’état « { $name } », un dossier resterait bloqué : aucune condition n’est remplie avec { $example }.
workflow-problem-W-gap = Dans l’état « { $name } », un dossier resterait bloqué si ces valeurs pouvaient rester vides : aucune condition n’est vraie avec { $example }.
workflow-problem-W-overlap = Cette branche vers « { $name } » ne sert pas quand une précédente est vraie aussi, par exemple avec { $example }.
workflow-problem-E-no-done = Rien ne suit le travail de l’état « { $name } » : indiquez la suite (« onDone »).
workflow-problem-E-never-done = « onDone » n’arrive jamais dans l’état « { $name } » : il n’a ni tâche ni partie parallèle.
workflow-problem-E-shadowed = Cette branche vers « { $name } » ne sert jamais : les précédentes prennent tous ses cas.
workflow-problem-W-shadowed = L’action « { $name } » de cet état remplace l’action commune du même nom.
workflow-problem-E-not-final = L’état « { $name } » porte une décision : il doit être final.
workflow-problem-E-leave-final = On ne peut quitter l’état final « { $name } » que par une action de type « reopen ».
workflow-problem-E-phase = La phase de l’état « { $name } » est « { $phase } » et sa décision « { $outcome } » : elles doivent dire la même chose.
workflow-problem-E-nobody = Personne ne peut faire « { $name } » : son rôle n’a pas de page pour cela.
workflow-problem-E-never-started = Rien ne démarre jamais le délai « { $name } ».
workflow-problem-E-condition = Cette règle donne un nombre ou un texte : une condition est vraie ou fausse.
workflow-problem-E-set = « { $name } » ne prend que les valeurs énumérées : cette règle ne lui en donne aucune.
workflow-problem-W-set = « { $name } » ne prend que les valeurs énumérées : cette règle peut lui en donner une autre.

## People
workflow-problem-E-stuck = Dans l’état « { $name } », l’usager ne peut rien faire alors qu’on l’attend.
workflow-problem-W-empty = La tâche « { $name } » est faite une fois par élément d’une liste qui peut être vide : personne ne la ferait, et l’étape attendrait. Dites quand elle est à faire (when), combien il en faut (minItems), ou ce que vaut le silence (due).
workflow-problem-W-no-timer = L’état « { $name } » attend sans limite de temps : prévoyez un rappel ou une échéance.
workflow-problem-E-invoke = La demande au service extérieur n’est pas bien écrite : { $name }.
workflow-problem-E-path = Aucune adresse ne s’écrit ainsi : « { $name } ». Il faut coder les espaces, les accents et les accolades, et ne pas remonter par « .. ».
workflow-problem-E-invoke-initial = L’état de départ ne peut rien demander à l’extérieur (« { $name } ») : un brouillon n’est encore à personne d’autre que son auteur.
workflow-problem-W-dues = Les délais des étapes s’ajoutent au-delà du délai « { $name } » ({ $value }) : { $example }.
workflow-problem-W-no-error = Rien ne suit l’échec du travail extérieur « { $name } » : indiquez la suite (« onError »).

## Scenarios and texts
workflow-problem-E-scenario = Le scénario « { $name } » échoue à l’étape { $step } : attendu « { $expected } », obtenu « { $got } ».
workflow-problem-W-never = Cette condition n’est jamais vraie.
workflow-problem-W-always = Cette condition est toujours vraie.
workflow-problem-W-uncovered = Aucun scénario n’essaie « { $name } ».
workflow-problem-W-label = Ce texte manque dans la langue « { $language } ».

## Tasks
workflow-problem-E-outcome = « { $name } » n’est pas une issue de cette tâche.
workflow-problem-E-vote = Le vote « { $name } » n’a pas de votants : dites combien ils sont (« instances »).
workflow-problem-E-reasons = Le vote « { $name } » mène tout de suite à « { $target } », une décision qui doit être motivée : personne n’en écrirait les raisons, car celles d’un bulletin ne sont pas celles de la commission. Prévoyez avant elle une tâche ou un bouton, pour qui les écrit.
workflow-problem-E-quorum = Ce quorum dépasse le nombre de votants assurés ({ $count }).
workflow-problem-E-majority = Cette majorité dépasse le nombre de votants assurés ({ $count }).
workflow-problem-E-abstain = Dans le vote « { $name } », s’abstenir serait voter pour : donnez à l’abstention une issue à elle.
workflow-problem-E-no-against = Dans le vote « { $name } », personne ne peut voter contre : ajoutez une issue à la tâche.
workflow-problem-W-tie = Dans le vote « { $name } », « tie » n’a pas d’effet : avec cette majorité, autant de voix pour que contre suffisent à gagner ou à perdre.
workflow-problem-E-share = « { $value } » n’est pas une part des votants : écrivez par exemple 1/2 ou 2/3.
workflow-problem-W-zero = « { $name } » se termine dès le début : donnez-lui une durée.
workflow-problem-W-remind = Ce rappel partirait avant le début de « { $name } » : rappelez plus tard.
workflow-problem-W-by = « by » ne va qu’avec « extend » : il n’a pas d’effet avec « { $name } ».
workflow-problem-W-no-effect = Le bouton « { $name } » ne mène nulle part et ne fait rien.
workflow-problem-W-reopen = « { $name } » rouvre un dossier qui n’est pas clos : « reopen » vaut pour les états finaux.
workflow-problem-W-given = Ce scénario donne à « { $name } » une valeur qu’aucun dossier n’a : voyez « data ».
workflow-problem-E-duty = « { $name } » peut demander { $need } personnes différentes du rôle « { $role } », qui n’en a que { $count } à coup sûr.
workflow-problem-E-exclude = « { $name } » n’est ni une tâche ni un bouton de ce circuit.
workflow-problem-E-regions = L’état « { $name } » ne peut pas avoir de parties parallèles : seul un état du circuit lui-même, de type « parallel », en a.
workflow-problem-E-parallel-tasks = Les tâches de l’état parallèle « { $name } » ne seraient jamais attendues : mettez-les dans une de ses parties.
workflow-problem-E-twice = « { $name } » serait ouvert deux fois en même temps : donnez-lui ici un autre nom.
workflow-problem-E-chart = Ce circuit ne peut pas fonctionner : { $detail }

## What tasks come to
workflow-result-favorable = Favorable
workflow-result-unfavorable = Défavorable
workflow-result-reserved = Favorable avec réserves
workflow-result-abstain = Abstention
workflow-result-rejected = Rejeté
workflow-result-no-quorum = Quorum non atteint
workflow-result-grant = Accorder
workflow-result-refuse = Refuser
workflow-result-eligible = Recevable
workflow-result-ineligible = Irrecevable
workflow-result-complete = Complet
workflow-result-incomplete = Incomplet
workflow-result-approve = Approuver
workflow-result-reject = Rejeter
workflow-result-done = Fait
workflow-result-paid = Payé
workflow-result-signed = Signé
