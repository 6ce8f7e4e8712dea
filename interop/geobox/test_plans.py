import pytest
from geobox.exception import AuthorizationError, NotFoundError, ValidationError

from conftest import create, do, make_plan
from muster_api import name


def test_a_plan_is_created_found_and_changed(admin):
    plan = make_plan(admin, display_name='A plan', description='For some')
    assert (plan.plan_color, plan.storage, plan.number_of_days, plan.display_name) == ('#00FF00', 10, 30, 'A plan')
    found = do(admin.get_plan(plan_id=plan.id))
    assert found.data == plan.data
    assert do(admin.get_plan_by_name(plan.name)).id == plan.id
    assert do(admin.get_plan_by_name('no such plan')) is None
    answered = do(plan.update(storage=1, description='For many', name=name('renamed')))
    assert (answered['storage'], plan.storage, plan.description) == (1, 1, 'For many')
    assert do(admin.get_plan(plan_id=plan.id)).data == plan.data


def test_lists(admin):
    mark = name('mark')
    plans = [make_plan(admin, name=f'{mark}-{n}', storage=n + 1, description=mark) for n in range(3)]
    first, second, third = (plan.name for plan in plans)

    def names(**query):
        return [plan.name for plan in do(admin.get_plans(**query))]

    assert names(search=mark) == [first, second, third]
    assert names(search=mark, search_fields='description', order_by='storage D') == [third, second, first]
    assert names(q=f"name LIKE '{mark}%' AND storage >= 2", search='ignored') == [second, third]
    assert names(search=mark, skip=1, limit=1) == [second]
    assert do(admin.get_plans(search=mark, return_count=True)) == 3
    user = create(admin)
    do(user.update(plan=plans[1]))
    assert names(user_id=user.user_id) == [second]
    for query in ({'q': 'name ='}, {'order_by': 'color A'}, {'limit': 0}):
        with pytest.raises(ValidationError):
            do(admin.get_plans(**query))


def test_invalid_plans_are_rejected(admin):
    plan = make_plan(admin)
    for more in ({'name': plan.name}, {'storage': 0}, {'plan_color': 'green'}, {'number_of_days': -1}):
        with pytest.raises(ValidationError):
            make_plan(admin, **more)
    with pytest.raises(ValidationError):
        do(plan.update(storage=-1))


def test_a_plan_in_use_cannot_be_deleted(admin):
    plan = make_plan(admin)
    plan_id = plan.id
    user = create(admin)
    do(user.update(plan=plan))
    with pytest.raises(ValidationError):
        do(type(plan)(admin, plan_id, dict(plan.data)).delete())
    do(user.update(plan=''))
    assert do(plan.delete()) is None
    with pytest.raises(NotFoundError):
        do(admin.get_plan(plan_id=plan_id))


def test_users_read_their_plan_and_cannot_change_it(clients, admin, login_name):
    plan = make_plan(admin)
    user = create(admin)
    do(user.update(plan=plan))
    own = clients.sign_in(login_name(user.username), f'phrase of {user.username}')
    assert do(own.get_user()).plan.name == plan.name
    theirs = do(own.get_plan(plan_id=plan.id))
    for attempt in (theirs.update, theirs.delete):
        with pytest.raises(AuthorizationError):
            do(attempt())
    with pytest.raises(AuthorizationError):
        make_plan(own)
    with pytest.raises(AuthorizationError):
        do(do(own.get_user()).update(plan=plan))
