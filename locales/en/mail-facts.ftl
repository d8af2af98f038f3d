mails-fact-received = Received on
mails-fact-service = Team in charge of your file
mails-fact-silence = If you hear nothing from us
mails-fact-remedies = If you disagree with the decision
mails-fact-fields = To correct
mails-silence-acceptance = If your file is complete and you have no answer by the end of { $date }, your request will be accepted. You can then ask the team for a certificate.
mails-silence-rejection = If your file is complete and you have no answer by the end of { $date }, your request will be rejected.
mails-silence-none = No answer does not mean a decision: the team will answer you.
