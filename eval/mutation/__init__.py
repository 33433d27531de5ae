"""Mutation testing of grounding: right answers damaged in known ways; does the judge notice?"""
