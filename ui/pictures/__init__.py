"""Pictures, videos and papers of a case: thumbnails, full view, before beside after."""
