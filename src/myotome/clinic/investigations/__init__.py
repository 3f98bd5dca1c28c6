"""Tests of one patient: ordered, uploaded, read in the background, and answered proposal by proposal."""
