"""x"""
def translate(query: str) -> str:
    """x"""
    return query
