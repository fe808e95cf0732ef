"""Model versions: trained, compared in the shadow, released, watched for drift."""
