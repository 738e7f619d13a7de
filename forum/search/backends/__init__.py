"""The engines that can stand behind the one interface in forum.search.engine."""
