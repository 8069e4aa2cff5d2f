"""The recognition models (PP-OCRv6, shipped in the rapidocr wheel) run directly: line pictures → text, page → areas.

Nothing is downloaded and nothing is logged; a missing model is an error, not a request. Knows no table.
"""

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
THREADS = min(2, os.cpu_count() or 1)
HEIGHT = 48
"""Pixels a line is scaled to."""
_BATCH_WIDTH = 1_600
_WIDEST = 3_200
_NARROWEST = 96
_STRIDE = 8
"""Pixels of a scaled line for each step of the answer."""
_DETECT_SIDE = 1_280
_THRESHOLD, _BOX_SCORE = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """One line as recognised: characters, their probabilities, and where each stands (0 to 1 of the line's width)."""

    text: str
    scores: tuple[float, ...]
    at: tuple[float, ...]


@lru_cache(maxsize=2)
def _session(name: str) -> "object":
    import onnxruntime

    found = importlib.util.find_spec("rapidocr")
    places = list(found.submodule_search_locations or ()) if found else []
    if not places:
        raise RuntimeError("rapidocr is not installed")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    path = Path(places[0]) / "models" / name
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _run(name: str, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    session = _session(name)
    first = session.get_inputs()[0].name  # type: ignore[attr-defined]  # missing in its stubs
    answer: npt.NDArray[np.float32] = session.run(None, {first: batch})[0]  # type: ignore[attr-defined]  # missing in its stubs
    return answer


@lru_cache(maxsize=1)
def _letters() -> list[str]:
    session = _session("PP-OCRv6_rec_small.onnx")
    known = session.get_modelmeta().custom_metadata_map["character"]  # type: ignore[attr-defined]  # missing in its stubs
    return ["", *known.split("\n"), " "]


def recognise(lines: Sequence[Picture]) -> list[Reading]:
    """Recognise pictures of single upright lines (grey, dark on light), in any number and width."""
    scaled = [_scaled(line) for line in lines]
    order = sorted(range(len(lines)), key=lambda index: scaled[index].shape[1])
    found: list[Reading] = [Reading("", (), ())] * len(lines)
    while order:
        width = max(scaled[order[0]].shape[1], _NARROWEST)
        count = 1
        while count < len(order) and scaled[order[count]].shape[1] * (count + 1) <= max(_BATCH_WIDTH, width):
            count += 1
        batch, order = order[:count], order[count:]
        for index, reading in zip(batch, _recognised([scaled[index] for index in batch]), strict=True):
            found[index] = reading
    return found


def _scaled(line: Picture) -> Picture:
    height, width = line.shape[:2]
    wanted = int(np.clip(round(width * HEIGHT / max(height, 1)), 8, _WIDEST))
    shrunk = height > HEIGHT
    way = cv2.INTER_AREA if shrunk else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, (wanted, HEIGHT), interpolation=way), np.uint8)


def _recognised(lines: list[Picture]) -> list[Reading]:
    width = max(_NARROWEST, *(line.shape[1] for line in lines))
    width = -(-width // _STRIDE) * _STRIDE
    batch = np.zeros((len(lines), 3, HEIGHT, width), np.float32)
    for index, line in enumerate(lines):
        batch[index, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
    answers = _run("PP-OCRv6_rec_small.onnx", batch)
    best, score = answers.argmax(axis=2), answers.max(axis=2)
    return [_decoded(best[index], score[index], width / lines[index].shape[1]) for index in range(len(lines))]


def _decoded(best: npt.NDArray[np.intp], score: npt.NDArray[np.float32], stretch: float) -> Reading:
    """The letters of one line: repeats are one letter, the first letter of the alphabet is none."""
    kept = best != 0
    kept[1:] &= best[1:] != best[:-1]
    steps = np.flatnonzero(kept)
    letters = _letters()
    text = [letters[best[step]] if best[step] < len(letters) else "\ufffd" for step in steps]
    single = [index for index, letter in enumerate(text) if len(letter) == 1]
    at = (steps + 0.5) / len(best) * stretch
    return Reading(
        "".join(text[index] for index in single),
        tuple(float(score[steps[index]]) for index in single),
        tuple(float(min(at[index], 1.0)) for index in single),
    )


def detect(page: Picture) -> list[tuple[int, int, int, int]]:
    """Areas of text on a grey page as upright boxes (left, top, right, bottom) in its pixels."""
    height, width = page.shape
    scale = min(1.0, _DETECT_SIDE / max(height, width))
    size = [max(32, round(side * scale / 32) * 32) for side in (width, height)]
    small = cv2.resize(page, (size[0], size[1]), interpolation=cv2.INTER_AREA)
    batch = np.repeat((small.astype(np.float32) / 127.5 - 1)[None, None], 3, axis=1)
    chance = _run("PP-OCRv6_det_small.onnx", batch)[0, 0]
    count, labels, stats, _ = cv2.connectedComponentsWithStats((chance > _THRESHOLD).astype(np.uint8), connectivity=8)
    boxes = []
    for number in range(1, count):
        left, top, wide, tall, area = (int(value) for value in stats[number])
        inside = labels[top : top + tall, left : left + wide] == number
        if min(wide, tall) < 3 or chance[top : top + tall, left : left + wide][inside].mean() < _BOX_SCORE:
            continue
        grow = 0.8 * area / (wide + tall)
        box = (left - grow, top - grow, left + wide + grow, top + tall + grow)
        across, down = width / size[0], height / size[1]
        boxes.append(
            (
                max(0, int(box[0] * across)),
                max(0, int(box[1] * down)),
                min(width, int(box[2] * across) + 1),
                min(height, int(box[3] * down) + 1),
            )
        )
    return boxes
