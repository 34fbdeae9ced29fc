"""(wordt gebouwd)"""

from fastapi import APIRouter

router = APIRouter()
