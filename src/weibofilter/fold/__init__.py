"""Raw text to view: ``tables`` say what becomes of each character, ``folded`` leads back from what is left to the post."""

from weibofilter.fold.fold import Fold, fold_keyword, skeleton_fold

__all__ = ["Fold", "fold_keyword", "skeleton_fold"]
