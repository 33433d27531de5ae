"""Composing by a language model, any that LangChain knows."""

from assistant.compose.chat.composer import ChatComposer as ChatComposer
