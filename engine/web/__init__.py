"""The pages: thin views over engine.workplace, words in templates, one guard in front of all of them.

configuration.py    Django's settings, made from ours; server.py serves them
urls.py             every address, each with the policy of who may open it (access.py); one without a policy stays closed
sign_in/            accounts with a second factor, the organisation's own sign-in, one-time links
overview/           every target of a month
review/             what waits for the quality team, and the page of one avvik
templates/, static/ the look; tags.py the words in it
"""
