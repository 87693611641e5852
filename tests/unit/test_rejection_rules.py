"""Rejections: every reason shows a way on; what the system may not take has its own channel."""

import pytest

from ihanoi_desk.domain.identities import PROTECTED
from ihanoi_desk.domain.next_steps import names_next_step
from ihanoi_desk.domain.out_of_scope import ROWS, Channel, hides_sender, out_of_scope
from ihanoi_desk.resources import seed_table
from ui.look.look import Look
