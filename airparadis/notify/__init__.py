"""What reaches people outside: mails, chats, webhooks, log lines."""
