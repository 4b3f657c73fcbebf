async def test_rows_of_the_other_organisation_are_invisible(session, north, south):
    await session.add(north)
    assert await session.count(south) == 0
