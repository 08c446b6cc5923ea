"""A plain multilayer perceptron in numpy: forward, backward, Adam. ELU between the layers, linear at the end."""

import numpy as np


class Mlp:
    """weights[k] is (inputs, outputs) so that y = x @ w + b, float32."""

    def __init__(self, widths, seed):
        rng = np.random.default_rng(seed)
        self.weights = [rng.normal(0, 1 / np.sqrt(a), (a, b)).astype(np.float32)
                        for a, b in zip(widths[:-1], widths[1:])]
        self.biases = [np.zeros(b, np.float32) for b in widths[1:]]
        self.weights[-1] *= 0.1
        self._m = [np.zeros_like(p) for p in self.weights + self.biases]
        self._v = [np.zeros_like(p) for p in self.weights + self.biases]
        self._t = 0

    def __call__(self, x):
        for w, b in zip(self.weights[:-1], self.biases[:-1]):
            x = x @ w + b
            x = np.where(x > 0, x, np.expm1(np.minimum(x, 0)))
        return x @ self.weights[-1] + self.biases[-1]

    def train_step(self, x, y, rate, row_weight=None):
        """One Adam step on the mean squared error; returns the error before the step."""
        acts = [x]
        for w, b in zip(self.weights[:-1], self.biases[:-1]):
            x = x @ w + b
            x = np.where(x > 0, x, np.expm1(np.minimum(x, 0)))
            acts.append(x)
        diff = x @ self.weights[-1] + self.biases[-1] - y
        loss = float(np.square(diff).mean())
        if row_weight is not None:
            diff = diff * row_weight
        grad = diff * np.float32(2.0 / len(y))
        gw, gb = [], []
        for k in range(len(self.weights) - 1, -1, -1):
            gw.append(acts[k].T @ grad)
            gb.append(grad.sum(0))
            if k:
                grad = (grad @ self.weights[k].T) * np.where(acts[k] > 0, 1, acts[k] + 1)
        self._adam(gw[::-1] + gb[::-1], rate)
        return loss

    def _adam(self, grads, rate):
        self._t += 1
        scale = rate * np.sqrt(1 - 0.999 ** self._t) / (1 - 0.9 ** self._t)
        for p, g, m, v in zip(self.weights + self.biases, grads, self._m, self._v):
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            p -= (scale * m / (np.sqrt(v) + 1e-8)).astype(np.float32)


def fold_input_scaling(net, mean, std):
    """Moves the normalisation (x - mean) / std into the first layer, in place."""
    net.biases[0] = (net.biases[0] - (mean / std) @ net.weights[0]).astype(np.float32)
    net.weights[0] = (net.weights[0] / std[:, None]).astype(np.float32)


def join(first, second, output_rows):
    """Returns one network that runs two side by side: inputs are concatenated, outputs go to output_rows.

    output_rows: (rows of the first, rows of the second) in the joined output. Both need the same number of layers.
    """
    joined = Mlp([first.weights[0].shape[0] + second.weights[0].shape[0]]
                 + [len(a) + len(b) for a, b in zip(first.biases, second.biases)], 0)
    last = len(first.weights) - 1
    for k in range(last + 1):
        a, b = first.weights[k], second.weights[k]
        w = np.zeros((a.shape[0] + b.shape[0], a.shape[1] + b.shape[1]), np.float32)
        w[:a.shape[0], :a.shape[1]] = a
        w[a.shape[0]:, a.shape[1]:] = b
        bias = np.concatenate([first.biases[k], second.biases[k]]).astype(np.float32)
        if k == last:
            order = np.argsort(np.concatenate(output_rows))
            w, bias = w[:, order], bias[order]
        joined.weights[k], joined.biases[k] = np.ascontiguousarray(w), bias
    return joined
