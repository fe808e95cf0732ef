"""Messages to people and chats: when they leave, when they are given up, what they hide."""
