"""Messages to people outside: mails, chats, webhooks, log lines."""
