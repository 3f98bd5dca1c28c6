"""Free text read into findings that a person confirms one by one, and medicines recognised while they are typed."""
