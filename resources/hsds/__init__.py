"""HSDS 3.1 (Human Services Data Specification) with our Japan profile: records to its objects and back."""
