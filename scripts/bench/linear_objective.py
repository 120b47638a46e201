"""The objective that every solver of the linear benchmark is judged by: C·Σ loss + ½‖coefficients‖², in float64."""

import numpy as np
from scipy.special import log_expit, logsumexp, softmax


class Problem:
    """Logistic regression of y, class ids from 0, on x (n, features)."""

    def __init__(self, x: np.ndarray, y: np.ndarray, C: float) -> None:
        self.x, self.y, self.C = x, y, C
        self.classes = int(y.max()) + 1

    @property
    def parameters(self) -> int:
        return (1 if self.classes == 2 else self.classes) * (self.x.shape[1] + 1)

    def logits(self, coef: np.ndarray, intercept: np.ndarray) -> np.ndarray:
        """(n, classes); with two classes and one row of coefficients, the first class has logit 0."""
        z = self.x @ coef.T + intercept
        return np.hstack([np.zeros_like(z), z]) if coef.shape[0] == 1 else z

    def value_and_gradient(self, coef: np.ndarray, intercept: np.ndarray) -> tuple[float, float]:
        """The objective and its gradient's largest absolute entry."""
        z = self.logits(coef, intercept)
        rows = np.arange(len(self.y))
        value = self.C * (logsumexp(z, axis=1) - z[rows, self.y]).sum() + 0.5 * (coef**2).sum()
        residual = softmax(z, axis=1)
        residual[rows, self.y] -= 1
        residual = residual[:, -coef.shape[0] :]
        gradient = self.C * residual.T @ self.x + coef
        largest = max(np.abs(gradient).max(), self.C * np.abs(residual.sum(axis=0)).max())
        return float(value), float(largest)

    def one_versus_rest(self, coef: np.ndarray, intercept: np.ndarray) -> float:
        """The sum of the objectives of each class against the rest."""
        if self.classes == 2:
            return self.value_and_gradient(coef, intercept)[0]
        sign = np.where(self.y[:, None] == np.arange(self.classes), 1.0, -1.0)
        margins = sign * (self.x @ coef.T + intercept)
        return float(-self.C * log_expit(margins).sum() + 0.5 * (coef**2).sum())
